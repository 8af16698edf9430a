/// Ports of TCP connections that we open.
package enum EphemeralPorts {
  /// TCP sockets that may keep a connection to `port` from getting a local one; nil when the kernel does not tell.
  ///
  /// Ports are taken for a destination, but only a list of all sockets tells them apart, and it takes long to read. So
  /// all sockets count as long as they are few, at most half of the `ports` there are, and those to `port` otherwise.
  package static func taken(towards port: UInt16, of ports: Int) -> Int? {
    guard let all = taken(), all > ports / 2 else { return taken() }
    let tables = ["/proc/net/tcp", "/proc/net/tcp6"].compactMap { ProcFile.text($0) }
    return tables.isEmpty ? all : tables.map { sockets(in: $0, towards: port) }.reduce(0, +)
  }

  /// Lines of /proc/net/tcp whose remote address has `port`, in hexadecimal digits (proc(5)).
  static func sockets(in table: String, towards port: UInt16) -> Int {
    let digits = String(port, radix: 16, uppercase: true)
    let suffix = ":" + String(repeating: "0", count: 4 - digits.count) + digits
    return table.split(separator: "\n").dropFirst().count { line in
      let fields = line.split(separator: " ", maxSplits: 3)
      return fields.count == 4 && fields[2].hasSuffix(suffix)
    }
  }

  /// TCP sockets in use and in TIME_WAIT, from /proc/net/sockstat; nil when it does not tell.
  static func taken(in sockstat: String? = ProcFile.text("/proc/net/sockstat")) -> Int? {
    guard let line = sockstat?.split(separator: "\n").first(where: { $0.hasPrefix("TCP:") }) else {
      return nil
    }
    let words = line.split(separator: " ")
    func figure(_ name: String) -> Int? {
      words.firstIndex(of: Substring(name)).flatMap { $0 + 1 < words.count ? Int(words[$0 + 1]) : nil }
    }
    guard let inUse = figure("inuse"), let waiting = figure("tw") else { return nil }
    return inUse + waiting
  }

  /// How many ports the kernel picks from; nil when it does not tell.
  package static func count(
    in range: String? = ProcFile.text("/proc/sys/net/ipv4/ip_local_port_range")
  ) -> Int? {
    let bounds = (range ?? "").split(whereSeparator: \.isWhitespace).compactMap { Int($0) }
    return bounds.count == 2 && bounds[0] <= bounds[1] ? bounds[1] - bounds[0] + 1 : nil
  }
}
