module acme.example/platform

go 1.25.0

require golang.org/x/sync v0.12.0
