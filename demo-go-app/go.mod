module gorowatch.dev/demo-go-app

go 1.23.0

require golang.org/x/sync v0.12.0
