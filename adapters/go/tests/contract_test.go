package tests

import (
	"bytes"
	"encoding/json"
	"io"
	"mime/multipart"
	"net/http"
	"reflect"
	"strings"
	"testing"
)

// The whole contract is what `harness verify` proves of every framework; here is what only Go might get wrong.

const (
	small = `{"id": 0, "name": "grün \ud83d\ude00", "active": false, "count": 9007199254740991, "tags": []}`
	form  = "application/x-www-form-urlencoded"
)

// exchange is a request and what is answered: a value, or nothing where it is refused with 400 or 422.
type exchange struct {
	path, kind, body string
	answer           string
}

var exchanges = []exchange{
	{"/json/small", "application/json", small, small},
	{"/json/small", "application/json", small + " {}", ""},
	{"/validated/json/small", "application/json", small, small},
	{"/validated/json/small", "application/json", small + "]", ""},
	{"/validated/json/small", "application/json", strings.Replace(small, "[]", "null", 1), ""},
	{"/validated/json/small", "application/json", strings.Replace(small, "0,", "0.5,", 1), ""},
	{"/validated/json/small", "application/json", strings.Replace(small, "false", "null", 1), ""},
	{"/validated/json/small", "application/json", strings.Replace(small, "{", `{"more": 1, `, 1), ""},
	{"/urlencoded/simple", form, "a[b]=1&c=&c=%2B+%26", `{"a[b]": "1", "c": ["", "+ &"]}`},
	{"/validated/urlencoded/simple", form, "name=a&email=a@b&age=0", `{"name": "a", "email": "a@b", "age": 0}`},
	{"/validated/urlencoded/simple", form, "name=a&email=a@b&age=", ""},
	{"/validated/urlencoded/simple", form, "name=a&email=a@b&age=1e1", ""},
	{"/validated/query/few?q=a&page=7", "", "", `{"q": "a", "page": 7}`},
	{"/validated/query/few?q=a&page=", "", "", ""},
	{"/validated/query/medium?category=a&tags=x&min_price=0", "", "", `{"category": "a", "tags": ["x"], "min_price": 0}`},
	{"/validated/query/medium?category=a&min_price=Infinity", "", "", ""},
	{"/validated/query/medium?category=a&min_price=0x1p2", "", "", ""},
	{"/path/simple/a%2Fb%25%20c", "", "", `{"id": "a/b% c"}`},
	{"/validated/path/simple/%61", "", "", `{"id": "a"}`},
	{"/validated/path/uuid/0F8FAD5B-D9CB-469F-A165-70867728950E", "", "", `{"uuid": "0f8fad5b-d9cb-469f-a165-70867728950e"}`},
	{"/validated/path/date/2024-02-30", "", "", ""},
}

func (e exchange) send(t *testing.T, app object) (int, string, any) {
	t.Helper()
	method := http.MethodGet
	if e.kind != "" {
		method = http.MethodPost
	}
	request, err := http.NewRequest(method, address(app)+e.path, strings.NewReader(e.body))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Content-Type", e.kind)
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	var value any
	if err := json.NewDecoder(response.Body).Decode(&value); err != nil {
		t.Fatalf("%s: no JSON: %v", e.path, err)
	}
	return response.StatusCode, response.Header.Get("Content-Type"), value
}

func TestTheContractIsKept(t *testing.T) {
	app := open(t).started(nil)
	for _, one := range exchanges {
		status, kind, value := one.send(t, app)
		var expected any
		if one.answer != "" {
			if err := json.Unmarshal([]byte(one.answer), &expected); err != nil {
				t.Fatal(err)
			}
		}
		isRefused := status == http.StatusBadRequest || status == http.StatusUnprocessableEntity
		isAnswered := status == http.StatusOK && reflect.DeepEqual(value, expected)
		if kind != "application/json" || (one.answer == "" && !isRefused) || (one.answer != "" && !isAnswered) {
			t.Errorf("%s %s: status %d, %s, %v", one.path, one.body, status, kind, value)
		}
	}
}

func TestMultipartFormsAreCounted(t *testing.T) {
	app := open(t).started(nil)
	var body bytes.Buffer
	parts := multipart.NewWriter(&body)
	parts.WriteField("a", "b")
	for _, size := range []int{0, 100_000} {
		file, err := parts.CreateFormFile("file", "name; \"x\"")
		if err != nil {
			t.Fatal(err)
		}
		io.WriteString(file, strings.Repeat("\r\n", size/2))
	}
	parts.Close()
	one := exchange{path: "/multipart/small", kind: parts.FormDataContentType(), body: body.String()}
	expected := object{"files_received": 2.0, "fields_received": 1.0, "total_bytes": 100_000.0}
	if status, _, value := one.send(t, app); status != http.StatusOK || !reflect.DeepEqual(value, expected) {
		t.Errorf("status %d, %v", status, value)
	}
	one.body = one.body[:len(one.body)/2]
	if status, _, value := one.send(t, app); status != http.StatusBadRequest {
		t.Errorf("cut off: status %d, %v", status, value)
	}
}

func TestUnknownPathsAndMethodsAreNotFound(t *testing.T) {
	app := open(t).started(nil)
	for _, one := range []exchange{
		{path: "/nope"}, {path: "/json/small"}, {path: "/path/simple/a/b"}, {path: "/path/simple/"},
		{path: "/query/few", kind: form}, {path: "/validated/json/tiny", kind: "application/json", body: "{}"},
	} {
		if status, _, value := one.send(t, app); status != http.StatusNotFound {
			t.Errorf("%s: status %d, %v", one.path, status, value)
		}
	}
}
