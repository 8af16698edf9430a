import Glibc
import LoadEngine
import Platform
import Record
import Testing

@testable import Orchestration

@Suite struct ConnectWordsTests {
  @Test(arguments: [
    (ECONNREFUSED, "nobody listens at 127.0.0.1:1"),
    (ETIMEDOUT, "127.0.0.1:1 did not accept a connection within the time limit"),
    (EMFILE, "no more files can be open for connections to 127.0.0.1:1; use fewer, or raise `ulimit -n`"),
    (ENETUNREACH, "there is no way to 127.0.0.1:1 from here"),
    (EACCES, "cannot connect to 127.0.0.1:1: Permission denied"),
  ])
  func `why there is no connection is said in words`(code: Int32, words: String) {
    #expect(SystemError("connect to 127.0.0.1:1", code: code).connectWords(isSecure: false) == words)
  }

  @Test func `a lack of ports says what would help, and a handshake that hangs is no lack of a connection`() {
    let ports = SystemError("connect to h:1", code: EADDRNOTAVAIL).connectWords(isSecure: false)
    #expect(ports.contains("no local port is free") && ports.contains("net.ipv4.ip_local_port_range"))
    let hung = SystemError("connect to h:1", code: ETIMEDOUT).connectWords(isSecure: true)
    #expect(hung.contains("TLS handshake") && !hung.contains("cannot connect"))
  }

  @Test func `every kind of failed requests has words, none of which is a name of ours`() {
    for kind in ErrorLedger.Kind.allCases { #expect(ErrorKind.words("\(kind)").contains(" "), "\(kind)") }
  }
}
