// Package routes asks another company how long a van will take.
package routes

import (
	"context"
	"crypto/tls"
	"fmt"
	"io"
	"net/http"
	"sync"

	"gorowatch.dev/demo-go-app/internal/partner"
	"gorowatch.dev/demo-go-app/scenario"
)

// HTTP2BodyNotClosed reads the first line of an answer that goes on for as long as the van drives.
//
// What goes wrong: the body is not closed once the first line is there. The connection is shared by all requests, so
// it stays one; but each answer keeps its stream, with a goroutine that waits for the stream's end. Put right, Close
// is deferred right after the error check, which ends the stream.
var HTTP2BodyNotClosed = scenario.Scenario{
	Name:    "http2-body-not-closed",
	Shows:   "the body of an HTTP/2 response is not closed; its stream and a goroutine stay, on the one connection",
	Pattern: "http2-body-not-closed",
	Starts:  10,
	// For each of the goroutines that serve a connection, this side has one that reads it; the other one accepts.
	Besides: func() int { return max(0, 2*planner.Goroutines()-1) },
	Variants: []scenario.Variant{
		{Name: "leaky", Start: firstEstimate, Leaves: []scenario.Group{{
			Family:    "select",
			Leaf:      "net/http.(*http2clientStream).writeRequest",
			NewerLeaf: "net/http/internal/http2.(*clientStream).writeRequest",
			PerStart:  1,
			Cause:     true,
		}}},
		{Name: "fixed", Start: firstEstimateAndClose},
	},
}

var planner = &partner.Server{Answer: partner.HTTP2}

var client = &http.Client{Transport: &http.Transport{
	ForceAttemptHTTP2: true,
	// The partner is this very process, with a certificate of its own making.
	TLSClientConfig: &tls.Config{InsecureSkipVerify: true},
}}

func firstEstimate(ctx context.Context) error {
	response, err := estimate(ctx)
	if err != nil {
		return err
	}
	return readLine(response)
}

func firstEstimateAndClose(ctx context.Context) error {
	response, err := estimate(ctx)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	return readLine(response)
}

// connect makes the one connection before many ask at the same time.
var connect = sync.OnceValue(func() error {
	response, err := ask(context.Background())
	if err != nil {
		return err
	}
	return response.Body.Close()
})

func estimate(ctx context.Context) (*http.Response, error) {
	if err := connect(); err != nil {
		return nil, err
	}
	return ask(context.WithoutCancel(ctx))
}

func ask(ctx context.Context) (*http.Response, error) {
	address, err := planner.Address()
	if err != nil {
		return nil, err
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, "https://"+address+"/eta", nil)
	if err != nil {
		return nil, err
	}
	return client.Do(request)
}

func readLine(response *http.Response) error {
	if response.ProtoMajor != 2 || response.StatusCode != http.StatusOK {
		return fmt.Errorf("routes: %s %s", response.Proto, response.Status)
	}
	var line [5]byte
	_, err := io.ReadFull(response.Body, line[:])
	return err
}
