// Builds are those of GOPATH mode (see workspace); this file makes the go command find /v4 and /v5 there.
module harness

go 1.19
