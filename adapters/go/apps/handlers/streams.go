package handlers

import (
	"net/http"

	"github.com/gorilla/websocket"

	"harness/apps/contract"
)

// Events sends events one by one.
func Events(writer http.ResponseWriter, request *http.Request) {
	events := contract.NewEvents(request.URL.Query().Get, request.Header.Get, request.Context().Done())
	defer events.Stop()
	flusher := writer.(http.Flusher)
	writer.Header().Set("Content-Type", contract.EventStream)
	for events.Next() {
		events.Send(writer)
		flusher.Flush()
	}
}

var upgrader websocket.Upgrader

// Socket sends the messages of a WebSocket back.
func Socket(writer http.ResponseWriter, request *http.Request) {
	connection, err := upgrader.Upgrade(writer, request, nil)
	if err != nil {
		return // it has answered that
	}
	defer connection.Close()
	for {
		kind, message, err := connection.ReadMessage()
		if err != nil || connection.WriteMessage(kind, message) != nil {
			return
		}
	}
}
