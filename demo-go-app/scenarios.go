package main

import (
	"gorowatch.dev/demo-go-app/scenario"
	"gorowatch.dev/demo-go-app/scenario/approvals"
	"gorowatch.dev/demo-go-app/scenario/checks"
	"gorowatch.dev/demo-go-app/scenario/feeds"
	"gorowatch.dev/demo-go-app/scenario/inventory"
	"gorowatch.dev/demo-go-app/scenario/ledger"
	"gorowatch.dev/demo-go-app/scenario/notify"
	"gorowatch.dev/demo-go-app/scenario/pricing"
	"gorowatch.dev/demo-go-app/scenario/queue"
	"gorowatch.dev/demo-go-app/scenario/reports"
	"gorowatch.dev/demo-go-app/scenario/retries"
	"gorowatch.dev/demo-go-app/scenario/sessions"
	"gorowatch.dev/demo-go-app/scenario/upstream"
)

// scenarios lists all of them in the order in which they are shown. A new one is a file and a line here.
var scenarios = []*scenario.Scenario{
	&checks.EarlyReturn,
	&pricing.UnbufferedSend,
	&approvals.ReceiveForever,
	&reports.RangeNeverClosed,
	&feeds.ErrgroupProducers,
	&inventory.TickerNotStopped,
	&sessions.TimeAfterInLoop,
	&sessions.TimerNotStopped,
	&retries.SleepLoop,
	&retries.SleepFlood,
	&queue.BusySelect,
	&upstream.HTTPBodyNotClosed,
	&feeds.ContextNeverCancelled,
	&ledger.WaitgroupNeverDone,
	&ledger.MutexNotReleased,
	&notify.NilChannel,
	&reports.ClosureKeepsGlobal,
	&queue.ProducerConsumer,
	&queue.WorkerPool,
}
