package main

import (
	"errors"
	"testing"

	"harness/sdk"
)

func TestAFrameworkWhosePackageIsMissingSaysHowToInstallIt(t *testing.T) {
	absent := program{name: "absent", module: "example.org/absent", debianPackage: "golang-example-absent-dev"}
	_, err := absent.Prepare(func(string) { t.Error("it is being built") })
	var problem *sdk.Error
	if !errors.As(err, &problem) || problem.Code != sdk.PrepareFailed || problem.Data.Hint != "apt-get install --no-install-recommends golang-example-absent-dev" {
		t.Errorf("%#v", err)
	}
}
