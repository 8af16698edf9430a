import LoadEngine
import Platform
import Testing

@testable import Orchestration

@Suite struct LoadURLTests {
  @Test(arguments: [
    ("http://127.0.0.1:8080/a?b=c", "127.0.0.1:8080", "/a?b=c"), ("HTTP://h/", "h", "/"),
    ("hTTp://h", "h", "/"),
    ("localhost:8080", "localhost:8080", "/"), ("127.0.0.1:1/x", "127.0.0.1:1", "/x"), ("h", "h", "/"),
    ("h/p?u=http://x/", "h", "/p?u=http://x/"), (":8080", "localhost:8080", "/"),
    (":1/x", "localhost:1", "/x"),
    ("http://h?q", "h", "/?q"), ("http://h/?", "h", "/?"), ("http://h#f", "h", "/"),
    ("http://h/a#f?g", "h", "/a"),
    ("http://h:/", "h", "/"), ("http://h:080/", "h:80", "/"), ("[::1]:80/x", "[::1]:80", "/x"),
    ("http://[fe80::1%25eth0]:80/", "[fe80::1]:80", "/"), ("http://[fe80::1%eth0]/", "[fe80::1]", "/"),
    // What somebody wrote of path and query is theirs.
    ("http://h/a/../b/./c//d", "h", "/a/../b/./c//d"), ("http://h/%7e%zz%", "h", "/%7e%zz%"),
    ("http://h/a|b[c]{d}^`\"<>\\?x[]=1|2", "h", "/a|b[c]{d}^`\"<>\\?x[]=1|2"), ("http://h/ü?ß", "h", "/ü?ß"),
    ("http://h/@x:y", "h", "/@x:y"), ("http://h/?a=b?c=d", "h", "/?a=b?c=d"), ("http://h//", "h", "//"),
  ])
  func `a URL has a host and a target, and may lack a scheme`(text: String, authority: String, target: String)
    throws
  {
    let url = try LoadURL(text)
    #expect(url.authority == authority && url.target == target && !url.isSecure && url.authorization == nil)
  }

  @Test func `a scheme says whether it is a WebSocket, and whether TLS is spoken`() throws {
    let kinds = try ["ws", "WSS", "http", "https"].map { scheme in
      let url = try LoadURL("\(scheme)://h/")
      return [url.isWebSocket, url.isSecure]
    }
    #expect(kinds == [[true, false], [true, true], [false, false], [false, true]])
  }

  @Test func `https is another port, a zone is an interface and no part of the name`() throws {
    #expect(try LoadURL("HTTPS://h/").isSecure && LoadURL("https://h:1").port == 1)
    let zoned = try LoadURL("http://[fe80::1%25eth0]/")
    #expect(zoned.zone == "eth0" && zoned.host == "fe80::1")
    #expect(try LoadURL("http://[fe80::1%2]/").zone == "2" && LoadURL("http://[::1]/").zone == nil)
  }

  @Test(arguments: [
    // RFC 7617 has the first.
    ("Aladdin:open%20sesame", "QWxhZGRpbjpvcGVuIHNlc2FtZQ=="), ("user:p%40ss", "dXNlcjpwQHNz"),
    ("user", "dXNlcjo="), ("user:", "dXNlcjo="), ("a@b:c", "YUBiOmM="), ("a:b:c", "YTpiOmM="),
    ("%zz:%4", "JXp6OiU0"),
    (":x", "Ong="),
  ])
  func `a user and a password become an Authorization field, decoded first`(user: String, encoded: String)
    throws
  {
    let url = try LoadURL("http://\(user)@h:1/p")
    #expect(url.authorization == "Basic \(encoded)" && url.authority == "h:1" && url.target == "/p")
  }

  @Test func `no user is no field`() throws {
    #expect(try LoadURL("http://@h/").authorization == nil)
  }

  @Test(arguments: [
    ("", "is no URL"), ("http://", "is no URL"), ("http:///x", "is no URL"), ("http:/h", "is no URL"),
    ("ftp://h/", "not ftp"), ("http://h:0/", "port 0"),
    ("http://h:65536/", "port 65536"),
    ("http://h:99999999999/", "port 99999999999"), ("http://h:x/", "port x"), ("http://h:-1/", "port -1"),
    ("http://h:+1/", "port +1"), ("::1", "brackets"), ("http://::1/", "brackets"),
    ("http://[::1/", "brackets"),
    ("http://[::1]x/", "brackets"), ("http://[]/", "IPv6"), ("http://[h]/", "IPv6"), ("http://a b/", "blank"),
    ("http://h/a b", "blank"), ("http://h/\n", "control"), ("http://h/\u{0}", "control"),
    ("http://bücher/", "xn--"),
    ("http://h,i/", "host's name"), ("http://a\\b/", "host's name"),
  ])
  func `what is no URL is a sentence`(text: String, problem: String) {
    #expect { try LoadURL(text) } throws: { "\($0)".contains(problem) && "\($0)".contains("`\(text)`") }
  }
}
