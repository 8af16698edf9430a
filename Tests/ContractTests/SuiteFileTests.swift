import Foundation
import JSON
import TestSupport
import Testing

@testable import Contract

private let shop = """
  { suite: 1, name: "shop", workloads: {
      item: {
        path: "/items/{id}?colour={colour}", headers: { accept: "application/json", "x-trace": "t-{id}" },
        params: { id: { type: "integer", minimum: 1, maximum: 900 }, colour: { type: "enum", values: ["light blue"] } },
        expect: { headers: { "Content-Type": { pattern: "^application/json" } }, subset: { id: "{id}", label: "no {id}" } },
      },
      order: {
        summary: "an order", method: "POST", path: "/orders", params: { who: { type: "string", minLength: 12 } },
        body: { json: { who: "{who}", lines: [{ count: 2 }] } }, expect: { status: 201, json: { ok: true } },
      },
      typed: {
        path: "/", params: { n: { type: "integer" } }, expect: { json: { n: "{n}", text: "{n:text}", "k{n}": "{n}{n}" } },
      },
      search: { method: "POST", path: "/search", params: { q: { type: "float" } }, body: { form: { q: "{q}", page: "1" } },
        expect: { status: "200-299", pattern: "found" } },
      note: { method: "PUT", path: "/note", headers: { "content-type": "text/x-note" }, body: { text: "hi" }, expect: { text: "hi" } },
      upload: { method: "POST", path: "/upload", body: { bytes: 5000 }, expect: {} },
      page: { method: "POST", path: "/page", body: { file: "page.html" }, expect: {} },
  } }
  """

/// The catalogue with a text's workloads on top, whose folder has `page.html`.
private func catalogue(with text: String) throws -> WorkloadCatalogue {
  let folder = FileManager.default.temporaryDirectory.appending(path: "harness-\(UUID())")
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  try Data("<p>".utf8).write(to: folder.appending(path: "page.html"))
  return try WorkloadCatalogue(contentsOf: Project.workloads).adding(
    SuiteFile(parsing: text, named: "shop.json5", in: folder))
}

private func requests(_ name: String, count: Int = 1) throws -> [WorkloadRequest] {
  try catalogue(with: shop).workload(named: name).requests(seed: 1, count: count)
}

/// What an answer with this body has wrong.
private func difference(_ request: WorkloadRequest, _ status: Int, _ fields: String, _ body: String)
  -> String?
{
  request.expected.difference(
    status: status, head: Array("HTTP/1.1 \(status) x\r\n\(fields)\r\n".utf8), body: Array(body.utf8))
}

@Suite struct SuiteFileTests {
  @Test func `a file's workloads are a suite beside those of the contract`() throws {
    let catalogue = try catalogue(with: shop)
    #expect(catalogue.file?.suite.name == "shop" && catalogue.file?.text == shop)
    let names = catalogue.workloads(inSuite: "shop")?.map(\.name)
    #expect(names == ["item", "order", "typed", "search", "note", "upload", "page"])
    #expect(catalogue.workloads(inSuite: "quick")?.count == 6)
    #expect(try catalogue.workload(named: "order").summary == "an order")
    #expect(try catalogue.workload(named: "item").summary == "GET /items/{id}?colour={colour}")
    #expect(try !catalogue.workload(named: "item").isOfContract)
  }

  @Test func `values are drawn for each request, and stand in path, fields, body and answer`() throws {
    let items = try requests("item", count: 200)
    #expect(items == (try requests("item", count: 200)) && Set(items.map(\.target)).count > 100)
    for item in items {
      let id = try #require(Int(item.target.dropFirst(7).prefix { $0 != "?" }))
      #expect((1...900).contains(id) && item.target == "/items/\(id)?colour=light%20blue")
      #expect(item.fields == ["accept: application/json", "x-trace: t-\(id)"] && item.body == [])
      #expect(
        item.expected.body == .subset(.object(["id": .integer(Int64(id)), "label": .string("no \(id)")])))
    }
    let order = try #require(try requests("order").first)
    let text = String(decoding: order.httpBytes(host: "h"), as: UTF8.self)
    #expect(text.hasPrefix("POST /orders HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\n"))
    #expect(text.hasSuffix("\r\n\r\n" + String(decoding: order.body, as: UTF8.self)))
    guard case .object(let body) = try JSONValue(parsing: order.body), case .string(let who) = body["who"]
    else {
      Issue.record("\(order)")
      return
    }
    #expect((12...16).contains(who.unicodeScalars.count))
    #expect(body["lines"] == .array([.object(["count": .integer(2)])]))
  }

  @Test func `a number in JSON is one, unless a text is asked for`() throws {
    guard case .object(let answer)? = try requests("typed").first?.expected.json,
      case .integer(let n)? = answer["n"]
    else {
      Issue.record("no number")
      return
    }
    #expect(
      answer == ["n": .integer(n), "text": .string("\(n)"), "k\(n)": .string("\(n)\(n)")])
  }

  @Test func `bodies are of every kind`() throws {
    let search = try #require(try requests("search").first)
    #expect(search.contentType == "application/x-www-form-urlencoded")
    #expect(String(decoding: search.body, as: UTF8.self).contains(/^q=[0-9.]+&page=1$/))
    let note = try #require(try requests("note").first)
    #expect(note.contentType == "text/x-note" && note.fields == [] && note.body == Array("hi".utf8))
    let uploads = try requests("upload", count: 2)
    #expect(uploads.allSatisfy { $0.body.count == 5000 } && uploads[0].body != uploads[1].body)
    #expect(try requests("page").first?.body == Array("<p>".utf8))
  }

  @Test func `an answer is right when status, fields and body are`() throws {
    let item = try #require(try requests("item").first)
    guard case .subset(let wanted) = item.expected.body, case .object(var members) = wanted else {
      Issue.record("\(item)")
      return
    }
    members["more"] = .array([.null])
    let (type, body) = (
      "Content-Type: application/json; charset=utf-8\r\n", JSONText.compact(.object(members))
    )
    #expect(difference(item, 200, type, body) == nil)
    #expect(difference(item, 404, type, body) == "status 404 instead of 200")
    #expect(difference(item, 200, "", body) == "there is no field `content-type`")
    #expect(
      difference(item, 200, "content-type: text/html\r\n", body)
        == "the field `content-type` is `text/html`, not /^application/json/")
    #expect(difference(item, 200, type, "<")?.hasPrefix("the body is not JSON: <") == true)
    members["label"] = .string("x")
    #expect(
      difference(item, 200, type, JSONText.compact(.object(members)))?.hasPrefix("at $.label: expected")
        == true)
    let order = try #require(try requests("order").first)
    #expect(difference(order, 201, "", " {\"ok\": true}") == nil)
    #expect(difference(order, 201, "", "{\"ok\": true, \"no\": 1}") == "at $: unexpected member `no`")
    let search = try #require(try requests("search").first)
    #expect(difference(search, 204, "", "12 found") == nil)
    #expect(difference(search, 300, "", "12 found") == "status 300 instead of 200-299")
    #expect(difference(search, 200, "", "none") == "the body is `none`, not /found/")
    let note = try #require(try requests("note").first)
    #expect(difference(note, 200, "", "hi") == nil && difference(note, 200, "", "hi!") != nil)
  }

  @Test(arguments: [
    (
      "{ name: 'x' }",
      ["1:1: `suite: 1` is missing, the version of the form", "1:1: `workloads` is missing, or has none"]
    ),
    (
      "{ suite: 2, name: 'x', workloads: {a: {path: '/', expect: {}}} }",
      ["1:10: suite must be 1, not 2"]
    ),
    (
      "{ suite: 1, name: 'x', workloads: {\n a: {path: 'no', expect: {}},\n 'b/c': {path: '/{id}', expect: {}} } }",
      [
        "2:12: workloads.a.path must begin with `/` and have no blank and no `#`",
        "3:2: a workload's name has letters, digits, `.`, `_` and `-`",
        "3:16: workloads.b/c.path has {id}, which is none of its params; say what it is: params: { id: { type: \"integer\" } }",
      ]
    ),
    (
      "{ suite: 1, name: 'x', workloads: { a: { path: '/', method: 'get', body: {json: 1, text: 'x'}, speed: 1,\n expect: {status: 99, json: 1, text: 'x', headers: {a: {pattern: '('}}} } } }",
      [
        "1:61: workloads.a.method must be a method of HTTP, in capital letters, not \"get\"",
        "1:74: workloads.a.body must have exactly one of json, form, text, file, bytes",
        "1:96: unknown field `workloads.a.speed`; there are params, method, path, headers, body, summary, expect",
        "2:10: workloads.a.expect must have at most one of json, subset, text, pattern",
        "2:19: workloads.a.expect.status must be a status like 200, or two like \"200-299\", not 99",
        "2:66: workloads.a.expect.headers.a.pattern is no regular expression",
      ]
    ),
    (
      "{ suite: 1, name: 'x', workloads: { a: { path: '/', headers: {'a b': 'c', 'Content-Length': '1'}, body: {file: 'none'}, params: { p: {}, q: {type: 'enum'}, r: {type: 'integer', minimum: 5, maximum: 1}, s: {type: 'text'} } } } }",
      [
        "1:37: workloads.a.expect is missing: what is a right answer, e.g. { status: 200 }?",
        "1:63: `a b` is no field of HTTP, or has a control character",
        "1:75: `Content-Length` is what harness says itself",
        "1:112: the file none cannot be read from", "1:131: workloads.a.params.p.type is missing: one of",
        "1:138: workloads.a.params.q.values is missing",
        "1:157: workloads.a.params.r.minimum is more than the maximum",
        "1:213: workloads.a.params.s.type must be one of",
      ]
    ),
  ])
  func `everything that is wrong is told with its place`(text: String, expected: [String]) throws {
    let error = #expect(throws: SuiteFile.Invalid.self) { try catalogue(with: text) }
    let lines = try #require(error).description.split(separator: "\n")
    #expect(lines.count == expected.count, "\(lines.joined(separator: "\n"))")
    for (line, part) in zip(lines, expected) { #expect(line.hasPrefix("shop.json5:\(part)"), "\(line)") }
  }

  @Test func `a name that the contract has is refused`() {
    let text = "{ suite: 1, name: 'x', workloads: { 'json-small': { path: '/', expect: {} } } }"
    #expect(throws: WorkloadCatalogue.Failure.twice("workload", "json-small")) { try catalogue(with: text) }
    let suite = "{ suite: 1, name: 'quick', workloads: { a: { path: '/', expect: {} } } }"
    #expect(throws: WorkloadCatalogue.Failure.twice("suite", "quick")) { try catalogue(with: suite) }
  }
}
