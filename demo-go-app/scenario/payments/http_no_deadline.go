// Package payments lets a bank authorise what customers pay by card.
package payments

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"time"

	"gorowatch.dev/demo-go-app/internal/partner"
	"gorowatch.dev/demo-go-app/scenario"
)

// HTTPNoDeadline asks a bank that takes the connection and then never answers.
//
// What goes wrong: neither the client nor the request has a deadline, so that Do waits for ever, and the connection's
// two goroutines with it. Put right, the request has a context with a timeout.
var HTTPNoDeadline = scenario.Scenario{
	Name:    "http-no-deadline",
	Shows:   "an HTTP request without a deadline to a server that never answers",
	Pattern: "http-no-deadline",
	Starts:  10,
	Besides: bank.Goroutines,
	Variants: []scenario.Variant{
		{Name: "leaky", Start: payByCard, Leaves: []scenario.Group{
			{
				Family:   "select",
				Function: "gorowatch.dev/demo-go-app/scenario/payments.(*Gateway).authorise",
				PerStart: 1,
				Cause:    true,
			},
			{Family: "IO wait", Leaf: "net/http.(*persistConn).readLoop", PerStart: 1},
			{Family: "select", Leaf: "net/http.(*persistConn).writeLoop", PerStart: 1},
		}},
		{Name: "fixed", Start: payByCardInTime},
	},
}

const patience = 50 * time.Millisecond

var bank = &partner.Server{}

// Gateway speaks to the bank.
type Gateway struct{ client *http.Client }

var gateway = &Gateway{client: &http.Client{Transport: &http.Transport{}}}

func (g *Gateway) authorise(ctx context.Context, order string) error {
	address, err := bank.Address()
	if err != nil {
		return err
	}
	url := "http://" + address + "/authorise"
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, url, strings.NewReader(order))
	if err != nil {
		return err
	}
	response, err := g.client.Do(request)
	if err != nil {
		return err
	}
	return response.Body.Close()
}

func payByCard(ctx context.Context) error {
	return gateway.authorise(context.WithoutCancel(ctx), "order 4711")
}

func payByCardInTime(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), patience)
	defer cancel()
	if err := gateway.authorise(ctx, "order 4711"); !errors.Is(err, context.DeadlineExceeded) {
		return errors.New("the bank answered")
	}
	return nil
}
