/// What the machine did beside a trial, over its measured window. A member is nil where the kernel does not tell.
package struct SystemUse: Codable, Equatable, Sendable {
  /// From the first look at the machine to the second, around the window.
  package let elapsedNanoseconds: Int
  /// The processors of the generator and the app.
  package let processors: Int
  /// Time that a hypervisor took from these processors.
  package let stolenNanoseconds: Int?
  /// Processor time of processes that are neither ours nor the app's, on any processor, kernel threads left out.
  package let otherCPUNanoseconds: Int?
  /// TCP sockets when the window had ended, those in TIME_WAIT included; when they were many, only those to the app.
  package let portsTaken: Int?
  /// Ephemeral ports that there are.
  package let ports: Int?

  /// What the machine did.
  package init(
    elapsedNanoseconds: Int, processors: Int, stolenNanoseconds: Int?, otherCPUNanoseconds: Int?,
    portsTaken: Int?, ports: Int?
  ) {
    self.elapsedNanoseconds = elapsedNanoseconds
    self.processors = processors
    self.stolenNanoseconds = stolenNanoseconds
    self.otherCPUNanoseconds = otherCPUNanoseconds
    self.portsTaken = portsTaken
    self.ports = ports
  }

  /// `nanoseconds` of processor time as a share of what the processors had.
  func share(_ nanoseconds: Int?) -> Double? {
    nanoseconds.map { Double($0) / (Double(elapsedNanoseconds) * Double(processors)) }
  }
}
