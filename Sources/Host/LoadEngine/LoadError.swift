package import Platform

/// Why no load could be driven.
package enum LoadError: Error, Equatable, CustomStringConvertible {
  /// A worker was to be pinned to a processor this process may not use.
  case cpuNotAllowed(cpu: Int, allowed: [Int])
  /// The connections need more open files than the hard limit allows.
  case tooFewDescriptors(needed: Int, hardLimit: Int)
  /// io_uring was asked for, and the kernel does not let us have it.
  case noRing(SystemError)
  /// TLS cannot be spoken with these settings.
  case tls(TLSError)
  /// The system refused something the engine cannot do without.
  case system(SystemError)

  package var description: String {
    switch self {
    case .cpuNotAllowed(let cpu, let allowed):
      "cannot pin a load worker to CPU \(cpu): this process may use CPUs \(allowed.map(String.init).joined(separator: ","))"
        + "; choose among them, or widen them with `taskset -pc <list> $$`"
    case .tooFewDescriptors(let needed, let hardLimit):
      "the load needs \(needed) open files, but the hard limit is \(hardLimit)"
        + "; raise it as root with `ulimit -n \(needed)`, or use fewer connections"
    case .noRing(let error):
      "this kernel does not let us use io_uring (\(error)); use `--poller epoll`, or `auto`, which takes what there is"
    case .tls(let error): error.description
    case .system(let error): "the load engine failed to \(error)"
    }
  }
}
