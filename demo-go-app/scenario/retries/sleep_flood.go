package retries

import (
	"context"
	"sync/atomic"
	"time"

	"gorowatch.dev/demo-go-app/scenario"
)

// SleepFlood sends a message, and when that fails tries again later.
//
// What goes wrong: the mail server is down, every message gets a goroutine that sleeps for an hour before the next
// try, and after 100,000 messages there are 100,000 of them. Put right, a failed message goes into a bounded outbox
// that one timer serves, and no goroutine waits.
var SleepFlood = scenario.Scenario{
	Name:    "sleep-flood",
	Shows:   "100,000 goroutines sleep for an hour before they try again",
	Pattern: "sleep-flood",
	Starts:  100_000,
	Heavy:   true,
	Variants: []scenario.Variant{
		{Name: "leaky", Start: sendMessage, Leaves: []scenario.Group{{
			Family:   "sleep",
			Function: "gorowatch.dev/demo-go-app/scenario/retries.(*Message).sendLater",
			PerStart: 1,
			Cause:    true,
		}}},
		{Name: "fixed", Start: sendMessageThroughOutbox},
	},
}

const retryAfter = time.Hour

// Message is a mail to a customer.
type Message struct {
	tries atomic.Int64
}

func (m *Message) sendLater() {
	time.Sleep(retryAfter)
	m.tries.Add(1)
}

const outboxRoom = 1000

// Outbox keeps messages for the next try, and drops what it has no room for.
type Outbox struct {
	messages chan *Message
}

func (o *Outbox) keep(message *Message) bool {
	select {
	case o.messages <- message:
		return true
	default:
		return false
	}
}

var outbox = Outbox{messages: make(chan *Message, outboxRoom)}

func sendMessage(context.Context) error {
	go new(Message).sendLater()
	return nil
}

func sendMessageThroughOutbox(context.Context) error {
	outbox.keep(new(Message))
	return nil
}
