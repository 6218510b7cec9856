package partner

import (
	"bufio"
	"io"
	"net"
	"net/http"
	"time"
)

// QuietAfter is how long a connection of [HTTP1] may be idle and still be answered; then it stays open in silence.
const QuietAfter = 500 * time.Millisecond

// HTTP1 answers every request with a word, and lets the client keep its connection.
func HTTP1(connection net.Conn) {
	reader := bufio.NewReader(connection)
	for {
		connection.SetReadDeadline(time.Now().Add(QuietAfter))
		request, err := http.ReadRequest(reader)
		if err != nil {
			return
		}
		io.Copy(io.Discard, request.Body)
		if _, err := io.WriteString(connection, "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nok\n"); err != nil {
			return
		}
	}
}
