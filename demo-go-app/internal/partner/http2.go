package partner

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/binary"
	"io"
	"math/big"
	"net"
	"sync"
	"time"
)

// HTTP2 begins to answer every request and never comes to an end, as a feed of news does. It speaks TLS with a
// certificate that nobody has signed.
//
// It is written by hand because the server of net/http keeps a goroutine for every answer that has not ended. Frames
// and HPACK: RFC 9113 sections 4.1 and 6, RFC 7541 appendix A.
func HTTP2(connection net.Conn) {
	certificate, err := ownCertificate()
	if err != nil {
		return
	}
	encrypted := tls.Server(connection, &tls.Config{
		Certificates: []tls.Certificate{certificate},
		NextProtos:   []string{"h2"},
	})
	preface := make([]byte, len(clientPreface))
	if _, err := io.ReadFull(encrypted, preface); err != nil || string(preface) != clientPreface {
		return
	}
	if err := writeFrame(encrypted, frameSettings, 0, 0, manyStreams); err != nil {
		return
	}
	for {
		var header [9]byte
		if _, err := io.ReadFull(encrypted, header[:]); err != nil {
			return
		}
		length := int(header[0])<<16 | int(header[1])<<8 | int(header[2])
		kind, flags, stream := header[3], header[4], binary.BigEndian.Uint32(header[5:])
		payload := make([]byte, length)
		if _, err := io.ReadFull(encrypted, payload); err != nil {
			return
		}
		switch {
		case kind == frameHeaders:
			err = writeFrame(encrypted, frameHeaders, flagEndHeaders, stream, []byte{status200})
			if err == nil {
				err = writeFrame(encrypted, frameData, 0, stream, []byte("news\n"))
			}
		case kind == frameSettings && flags&flagAck == 0:
			err = writeFrame(encrypted, frameSettings, flagAck, 0, nil)
		case kind == framePing && flags&flagAck == 0:
			err = writeFrame(encrypted, framePing, flagAck, 0, payload)
		}
		if err != nil {
			return
		}
	}
}

const (
	clientPreface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"

	frameData     = 0x0
	frameHeaders  = 0x1
	frameSettings = 0x4
	framePing     = 0x6

	flagAck        = 0x1
	flagEndHeaders = 0x4

	// Entry 8 of the static table.
	status200 = 0x80 | 8
)

// SETTINGS_MAX_CONCURRENT_STREAMS (3): one connection is enough for everything that is asked here.
var manyStreams = []byte{0, 3, 0, 16, 0, 0}

func writeFrame(to io.Writer, kind, flags byte, stream uint32, payload []byte) error {
	var frame bytes.Buffer
	frame.Write([]byte{byte(len(payload) >> 16), byte(len(payload) >> 8), byte(len(payload)), kind, flags})
	frame.Write(binary.BigEndian.AppendUint32(nil, stream))
	frame.Write(payload)
	_, err := to.Write(frame.Bytes())
	return err
}

var ownCertificate = sync.OnceValues(func() (tls.Certificate, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return tls.Certificate{}, err
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1),
		NotAfter:     time.Now().Add(24 * time.Hour),
		IPAddresses:  []net.IP{net.IPv4(127, 0, 0, 1)},
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, err
})
