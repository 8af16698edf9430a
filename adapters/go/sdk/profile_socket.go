package sdk

import (
	"encoding/json"
	"net"
	"os"
	"path/filepath"
	"time"
)

const (
	connectTimeout = 2 * time.Second
	answerTimeout  = 20 * time.Second // the app may be busy, and stacks take time to fold
	sampleInterval = 10 * time.Millisecond
)

// profileSocket is where the app's process connects to be told when to sample itself (docs/AGENTS.md).
type profileSocket struct {
	folder   string
	listener net.Listener
	// connected has the app's connection, once.
	connected chan net.Conn
	app       net.Conn
	answers   *json.Decoder
}

// profileAnswer is what the app says: one of hello, that it samples, what it has sampled, and a problem.
type profileAnswer struct {
	Profiler string            `json:"profiler"`
	Stacks   map[string]uint64 `json:"stacks"`
	Samples  uint64            `json:"samples"`
	Lost     uint64            `json:"lost"`
	Problem  string            `json:"problem"`
}

func openProfileSocket() (*profileSocket, error) {
	folder, err := MakeAgentFolder()
	if err != nil {
		return nil, err
	}
	listener, err := net.Listen("unix", filepath.Join(folder, "profiler"))
	if err != nil {
		os.RemoveAll(folder)
		return nil, err
	}
	s := &profileSocket{folder: folder, listener: listener, connected: make(chan net.Conn, 1)}
	go func() {
		if connection, err := listener.Accept(); err == nil {
			s.connected <- connection
		}
	}()
	return s, nil
}

func (s *profileSocket) path() string { return s.listener.Addr().String() }

func unavailable(problem string) *Error {
	return Errorf(ProfilerUnavailable, "%s", problem).Hint("start the app again, and let it keep HARNESS_PROFILER_SOCKET")
}

// connect waits for the app, which says hello first.
func (s *profileSocket) connect() error {
	if s.app != nil {
		return nil
	}
	select {
	case s.app = <-s.connected:
	case <-time.After(connectTimeout):
		return unavailable("the app has not loaded the profiler")
	}
	s.answers = json.NewDecoder(s.app)
	_, err := s.answer()
	return err
}

// answer is what the app says next.
func (s *profileSocket) answer() (answer profileAnswer, err error) {
	s.app.SetReadDeadline(time.Now().Add(answerTimeout))
	if err := s.answers.Decode(&answer); err != nil {
		return answer, unavailable("the app has ended, or does not answer: " + err.Error())
	}
	if answer.Problem != "" {
		return answer, unavailable(answer.Problem)
	}
	return answer, nil
}

// ask is the app's answer to what it shall do.
func (s *profileSocket) ask(what string) (profileAnswer, error) {
	if err := s.connect(); err != nil {
		return profileAnswer{}, err
	}
	// A question that cannot be sent has no answer, which tells.
	json.NewEncoder(s.app).Encode(map[string]any{"do": what, "intervalNanoseconds": sampleInterval})
	return s.answer()
}

// close lets go of the app, and removes the socket.
func (s *profileSocket) close() {
	s.listener.Close()
	os.RemoveAll(s.folder)
}
