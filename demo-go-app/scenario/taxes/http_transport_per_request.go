// Package taxes asks the tax office whether a VAT number is valid.
package taxes

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"time"

	"gorowatch.dev/demo-go-app/internal/partner"
	"gorowatch.dev/demo-go-app/scenario"
)

// HTTPTransportPerRequest asks about one number.
//
// What goes wrong: each question makes a client with a transport of its own. The body is read and closed, and the
// connection goes back to the transport's pool of idle ones, where nobody will look for it again: it stays open, with
// its two goroutines. Put right, all questions share one client, whose idle connections end after a while.
var HTTPTransportPerRequest = scenario.Scenario{
	Name:    "http-transport-per-request",
	Shows:   "each request has an http.Transport of its own; its idle connection and two goroutines stay",
	Pattern: "http-transport-per-request",
	Starts:  10,
	Besides: office.Goroutines,
	Variants: []scenario.Variant{
		{Name: "leaky", Start: askOffice, Leaves: []scenario.Group{
			{Family: "IO wait", Leaf: "net/http.(*persistConn).readLoop", PerStart: 1, Cause: true},
			{Family: "select", Leaf: "net/http.(*persistConn).writeLoop", PerStart: 1, Cause: true},
		}},
		{Name: "fixed", Start: askOfficeWithSharedClient},
	},
}

var office = &partner.Server{Answer: partner.HTTP1}

// The connections of the shared client end before the office falls silent on them.
var shared = &http.Client{Transport: &http.Transport{IdleConnTimeout: partner.QuietAfter / 5}}

func askOffice(ctx context.Context) error {
	client := &http.Client{Transport: &http.Transport{MaxIdleConns: 10}, Timeout: 10 * time.Second}
	return validate(ctx, client, "DE123456789")
}

func askOfficeWithSharedClient(ctx context.Context) error {
	return validate(ctx, shared, "DE123456789")
}

func validate(ctx context.Context, client *http.Client, number string) error {
	address, err := office.Address()
	if err != nil {
		return err
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+address+"/vat/"+number, nil)
	if err != nil {
		return err
	}
	response, err := client.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	if _, err := io.Copy(io.Discard, response.Body); err != nil {
		return err
	}
	if response.StatusCode != http.StatusOK {
		return fmt.Errorf("tax office: %s", response.Status)
	}
	return nil
}
