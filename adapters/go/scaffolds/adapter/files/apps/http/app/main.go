// The workload contract with net/http, as far as it goes.
package main

import (
	"encoding/json"
	"errors"
	"io"
	"log"
	"net"
	"net/http"
	"os"
	"runtime"
	"strconv"
)

func answer(writer http.ResponseWriter, status int, value any) {
	writer.Header().Set("Content-Type", "application/json")
	writer.WriteHeader(status)
	json.NewEncoder(writer).Encode(value)
}

func refuse(writer http.ResponseWriter, status int, reason string) {
	answer(writer, status, map[string]string{"error": reason})
}

func health(writer http.ResponseWriter, _ *http.Request) {
	answer(writer, http.StatusOK, map[string]string{"status": "ok"})
}

func notFound(writer http.ResponseWriter, _ *http.Request) {
	refuse(writer, http.StatusNotFound, "not found")
}

// parsed is the one JSON value that a body is.
func parsed(body io.Reader) (value any, err error) {
	decoder := json.NewDecoder(body)
	if err = decoder.Decode(&value); err != nil {
		return nil, err
	}
	if _, err = decoder.Token(); err != io.EOF {
		return nil, errors.New("something follows the JSON value")
	}
	return value, nil
}

func small(writer http.ResponseWriter, request *http.Request) {
	value, err := parsed(request.Body)
	if err != nil {
		refuse(writer, http.StatusBadRequest, err.Error())
		return
	}
	answer(writer, http.StatusOK, value)
}

// number is one that the adapter has set.
func number(name string) int {
	number, err := strconv.Atoi(os.Getenv(name))
	if err != nil {
		log.Fatalf("%s is no number: this app is started by its adapter", name)
	}
	return number
}

func main() {
	http.HandleFunc("/", notFound)
	http.HandleFunc("/health", health)
	http.HandleFunc("/json/small", small)
	runtime.GOMAXPROCS(number("HARNESS_WORKERS"))
	listener, err := net.FileListener(os.NewFile(uintptr(number("HARNESS_LISTEN_FD")), "listener"))
	if err != nil {
		log.Fatal(err)
	}
	log.Fatal(http.Serve(listener, nil))
}
