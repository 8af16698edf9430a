package sdk

import (
	"os"
	"syscall"
	"unsafe"
)

// isTerminal asks for the attributes that only a terminal has (termios(3)).
func isTerminal(file *os.File) bool {
	var attributes syscall.Termios
	_, _, err := syscall.Syscall(syscall.SYS_IOCTL, file.Fd(), syscall.TCGETS, uintptr(unsafe.Pointer(&attributes)))
	return err == 0
}
