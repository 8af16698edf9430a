package sdk

import (
	"errors"
	"net"
	"os"
	"syscall"
)

const backlog = 4096

// listen returns a listening socket on a free port of the range, or on any free port (rule S1), and the port.
func listen(ports *Ports) (*os.File, int, error) {
	if ports == nil {
		ports = &Ports{}
	}
	for port := int(ports.First); port <= int(ports.Last); port++ {
		listener, err := net.ListenTCP("tcp4", &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: port})
		if errors.Is(err, syscall.EADDRINUSE) || errors.Is(err, syscall.EACCES) {
			continue
		}
		if err != nil {
			return nil, 0, err
		}
		defer listener.Close() // the file is a duplicate
		file, err := listener.File()
		if err == nil {
			err = syscall.Listen(int(file.Fd()), backlog) // a second listen only sets the backlog
		}
		return file, listener.Addr().(*net.TCPAddr).Port, err
	}
	return nil, 0, Errorf(PortRangeFull, "no port from %d to %d is free", ports.First, ports.Last).
		Hint("give a wider --ports range, or leave it out")
}
