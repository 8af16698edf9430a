package import Platform

/// Drives a load over HTTP/2 with libcurl, beside our own engine, and measures it.
///
/// libcurl takes several times the processor time of our own engine, opens its connections in the window, and keeps due times to the
/// millisecond only as far as we do not sleep before them: results name it.
package enum HTTP2Driver {
  /// Runs the load to its end on threads of its own, and blocks until then; `stop` and what it throws are `LoadEngine`'s.
  package static func run(_ spec: HTTP2Spec, stop: StopFlag) throws(LoadError) -> LoadResult {
    precondition(spec.seat == nil, "libcurl does not take turns")
    return try WorkerThreads.run(spec.shape) { share, line throws(SystemError) in
      try CurlWorker(share, of: spec, stop: stop).run(line: line)
    }
  }
}
