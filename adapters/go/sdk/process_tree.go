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

// The processes of an app, from /proc, so that none of them is left.

// numbers are the numbers among words; what is no number is left out.
func numbers(words []string) []int {
	var found []int
	for _, word := range words {
		if number, err := strconv.Atoi(word); err == nil {
			found = append(found, number)
		}
	}
	return found
}

// stat returns the fields of /proc/<pid>/stat after the command: state, parent, group, … (proc(5)); none when it is gone.
func stat(pid int) []string {
	text, _ := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	return strings.Fields(string(text[strings.LastIndexByte(string(text), ')')+1:]))
}

// Alive tells whether the process exists and is no zombie.
func Alive(pid int) bool {
	fields := stat(pid)
	return len(fields) > 0 && fields[0] != "Z" && fields[0] != "X"
}

// living are those that are alive.
func living(pids []int) []int {
	var alive []int
	for _, pid := range pids {
		if Alive(pid) {
			alive = append(alive, pid)
		}
	}
	return alive
}

// Tree returns the living processes below and including root, parents before children.
func Tree(root int) []int {
	var found []int
	for waiting := []int{root}; len(waiting) > 0; waiting = waiting[1:] {
		pid := waiting[0]
		if !Alive(pid) {
			continue
		}
		found = append(found, pid)
		files, _ := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/children", pid))
		for _, file := range files {
			children, _ := os.ReadFile(file)
			waiting = append(waiting, numbers(strings.Fields(string(children)))...)
		}
	}
	return found
}

// group returns the living processes of a process group, also those whose parents have ended.
func group(id int) []int {
	proc, err := os.Open("/proc")
	if err != nil {
		return nil
	}
	defer proc.Close()
	names, _ := proc.Readdirnames(-1)
	var members []int
	for _, pid := range numbers(names) {
		if fields := stat(pid); len(fields) > 2 && fields[2] == strconv.Itoa(id) && Alive(pid) {
			members = append(members, pid)
		}
	}
	return members
}

// killAll kills what `find` finds until there is nothing left: a process lives on for a while after its SIGKILL.
func killAll(find func() []int) {
	for left := find(); len(left) > 0; left = find() {
		for _, pid := range left {
			syscall.Kill(pid, syscall.SIGKILL)
		}
		time.Sleep(time.Millisecond)
	}
}
