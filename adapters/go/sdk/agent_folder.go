package sdk

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// AgentPrefix begins the names of the folders in which an app's processes keep their counter pages (docs/AGENTS.md).
const AgentPrefix = "harness-agent-"

// AgentPlace is in memory, where a page never becomes a write to a disk.
func AgentPlace() string {
	const writableAndSearchable = 2 | 1
	if syscall.Access("/dev/shm", writableAndSearchable) != nil {
		return os.TempDir()
	}
	return "/dev/shm"
}

// MakeAgentFolder makes the folder of one app; what adapters that were killed have left is removed: folders whose owner is gone.
func MakeAgentFolder() (string, error) {
	place := AgentPlace()
	left, _ := filepath.Glob(filepath.Join(place, AgentPrefix+"*"))
	for _, folder := range left {
		owner, _, _ := strings.Cut(strings.TrimPrefix(filepath.Base(folder), AgentPrefix), "-")
		if _, err := strconv.Atoi(owner); err != nil {
			continue
		}
		if _, err := os.Stat("/proc/" + owner); os.IsNotExist(err) {
			os.RemoveAll(folder)
		}
	}
	folder := filepath.Join(place, fmt.Sprintf("%s%d-%x", AgentPrefix, os.Getpid(), time.Now().UnixNano()))
	return folder, os.Mkdir(folder, 0o700)
}
