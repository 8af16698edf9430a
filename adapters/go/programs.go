package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"

	"harness/sdk"
)

// program is a framework whose app is a package below apps/, built by the go command.
type program struct {
	name, description string
	// module is the framework's place below Debian's Go sources, and debianPackage what brings it; both empty for the standard library.
	module, debianPackage string
	// isServer: the framework serves by itself, without net/http.
	isServer bool
	// deviations are its own, beside those of encoding/json.
	deviations []sdk.Deviation
}

const (
	gocode           = "/usr/share/gocode/src"
	validator        = "github.com/go-playground/validator"
	validatorPackage = "golang-github-go-playground-validator-v10-dev"
	websocket        = "github.com/gorilla/websocket"
	websocketPackage = "golang-github-gorilla-websocket-dev"
)

func workspace(arguments ...string) *exec.Cmd { return exec.Command("./workspace", arguments...) }

// goVersion is that of the compiler, which has built the adapter when it started and builds the apps.
var goVersion = strings.TrimPrefix(runtime.Version(), "go")

// toolchain is the compiler that apps are built with.
func toolchain() sdk.Runtime {
	return sdk.Runtime{Name: "go", Version: goVersion, Path: filepath.Join(runtime.GOROOT(), "bin", "go")}
}

func (p program) Description() sdk.Description {
	deviations := append([]sdk.Deviation{namesInAnyCase}, p.deviations...)
	return sdk.Description{Name: p.name, Description: p.description, Deviations: deviations}
}

// path is where the app's program is built.
func (p program) path() string {
	folder := os.Getenv("HARNESS_BUILD_DIR")
	if folder == "" {
		folder, _ = os.Getwd()
	}
	return filepath.Join(folder, ".build", "bin", p.name)
}

// missing are the Debian packages that it needs and that are not there.
func (p program) missing() []string {
	var missing []string
	for _, needed := range []struct{ module, debianPackage string }{
		{validator, validatorPackage}, {websocket, websocketPackage}, {p.module, p.debianPackage},
	} {
		if _, err := os.Stat(filepath.Join(gocode, needed.module)); err != nil {
			missing = append(missing, needed.debianPackage)
		}
	}
	return missing
}

func (p program) Prepare(progress func(message string)) (sdk.Versions, error) {
	if missing := p.missing(); len(missing) > 0 {
		packages := strings.Join(missing, " ")
		return sdk.Versions{}, sdk.Errorf(sdk.PrepareFailed, "%s is not installed: %s is missing", p.name, packages).
			Hint("apt-get install --no-install-recommends " + packages)
	}
	progress("building " + p.name)
	build := workspace("build", "-o", p.path(), "harness/apps/"+p.name)
	if _, err := sdk.Output(build, "harness doctor says which Debian packages are missing"); err != nil {
		return sdk.Versions{}, err
	}
	return p.versions(), nil
}

func (p program) versions() sdk.Versions {
	standard := "net/http " + goVersion
	versions := sdk.Versions{Runtime: "go " + goVersion, Framework: standard, Server: standard}
	if p.debianPackage != "" {
		versions.Framework = p.name + " " + debianVersion(p.debianPackage)
	}
	if p.isServer {
		versions.Server = versions.Framework
	}
	return versions
}

// debianVersion is the installed version of a package, without its epoch.
func debianVersion(name string) string {
	output, _, err := sdk.Run(exec.Command("dpkg-query", "--show", "--showformat", "${Version}", name))
	if err != nil {
		return "unknown"
	}
	_, version, hasEpoch := strings.Cut(output, ":")
	if !hasEpoch {
		return output
	}
	return version
}

func (p program) Launch() sdk.Launch {
	folder, _ := os.Getwd()
	return sdk.Launch{Command: []string{p.path()}, Folder: folder}
}
