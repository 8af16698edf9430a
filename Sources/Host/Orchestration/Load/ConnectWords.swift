import Glibc
import Platform

extension SystemError {
  /// Why a connection could not be made, and what would help; `isSecure`: a TLS handshake is part of it, and takes its time too.
  func connectWords(isSecure: Bool) -> String {
    switch code {
    case ETIMEDOUT where isSecure:
      "\(place) did not accept a connection and finish its TLS handshake within the time limit"
    case ETIMEDOUT: "\(place) did not accept a connection within the time limit"
    case ECONNREFUSED: "nobody listens at \(place)"
    case EADDRNOTAVAIL:
      "no local port is free for another connection to \(place); keep connections, use fewer, or widen "
        + "net.ipv4.ip_local_port_range"
    case EMFILE, ENFILE:
      "no more files can be open for connections to \(place); use fewer, or raise `ulimit -n`"
    case ENETUNREACH, EHOSTUNREACH: "there is no way to \(place) from here"
    default: "cannot \(self)"
    }
  }

  private var place: String { operation.replacing("connect to ", with: "") }
}
