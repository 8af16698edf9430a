// Package http has what starts the app of its folder, and in which versions: what assumes the app's language is here.
package http

import (
	"os"
	"os/exec"
	"path/filepath"

	"harness/sdk"
)

const hint = "apt-get install --no-install-recommends golang-go"

func version() (string, error) { return sdk.Version(exec.Command("go", "version"), hint) }

// Runtime is the app's interpreter or compiler.
func Runtime() sdk.Runtime {
	version, _ := version() // preparation says why there is none
	path, _ := exec.LookPath("go")
	return sdk.Runtime{Name: "go", Version: version, Path: path}
}

// Framework is the one of this folder.
type Framework struct{}

func (Framework) Description() sdk.Description {
	unserved := sdk.Deviation{
		ID:          "not-written-yet",
		Description: "The app does not serve these workloads yet.",
		Workloads:   []string{{{unserved}}},
	}
	return sdk.Description{Name: "http", Description: "net/http", Deviations: []sdk.Deviation{unserved}}
}

// program is where the app is built.
func program() string {
	folder := os.Getenv("HARNESS_BUILD_DIR")
	if folder == "" {
		folder, _ = os.Getwd()
	}
	return filepath.Join(folder, ".build", "bin", "http")
}

// Prepare installs and builds what the app needs and lacks; returns what it is made of.
func (Framework) Prepare(progress func(message string)) (sdk.Versions, error) {
	progress("building the app")
	build := exec.Command("./workspace", "build", "-o", program(), "harness/apps/http/app")
	if _, err := sdk.Output(build, hint); err != nil {
		return sdk.Versions{}, err
	}
	version, err := version()
	server := "net/http " + version
	return sdk.Versions{Runtime: "go " + version, Framework: server, Server: server}, err
}

// Launch is what starts the app, and where; the adapter adds its socket and the number of workers.
func (Framework) Launch() sdk.Launch {
	folder, _ := os.Getwd()
	return sdk.Launch{Command: []string{program()}, Folder: folder}
}
