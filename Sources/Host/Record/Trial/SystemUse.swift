/// What the machine did beside a trial, over its measured window. A member is nil where the kernel does not tell.
package struct SystemUse: Codable, Equatable, Sendable {
  /// What happened to one processor.
  package struct Processor: Codable, Equatable, Sendable {
    /// Its number.
    package let number: Int
    /// Time that a hypervisor took from it.
    package let stolenNanoseconds: Int?
    /// How often it was slowed down because it was too hot.
    package let throttlings: Int?
    /// Its frequency when the window had ended.
    package let kilohertz: Int?

    /// What happened to a processor.
    package init(number: Int, stolenNanoseconds: Int?, throttlings: Int? = nil, kilohertz: Int? = nil) {
      self.number = number
      self.stolenNanoseconds = stolenNanoseconds
      self.throttlings = throttlings
      self.kilohertz = kilohertz
    }
  }

  /// From the first look at the machine to the second, around the window.
  package let elapsedNanoseconds: Int
  /// The processors of the generator and the app, by number; none: both ran on any.
  package let processors: [Processor]
  /// Processor time of processes that are neither ours nor the app's, on any processor, kernel threads left out.
  package let otherCPUNanoseconds: Int?
  /// How often our control group was stopped because it had used up its quota of processor time.
  package let quotaThrottlings: Int?
  /// TCP sockets when the window had ended, those in TIME_WAIT included; when they were many, only those to the app.
  package let portsTaken: Int?
  /// Ephemeral ports that there are.
  package let ports: Int?
  /// Processes that apps had left in the background, nobody knows whose, when the window had ended; nil: none.
  package let strays: Int?

  /// What the machine did.
  package init(
    elapsedNanoseconds: Int, processors: [Processor], otherCPUNanoseconds: Int?, quotaThrottlings: Int?,
    portsTaken: Int?, ports: Int?, strays: Int? = nil
  ) {
    self.elapsedNanoseconds = elapsedNanoseconds
    self.processors = processors
    self.otherCPUNanoseconds = otherCPUNanoseconds
    self.quotaThrottlings = quotaThrottlings
    self.portsTaken = portsTaken
    self.ports = ports
    self.strays = strays
  }

  /// The share of the processors' time that a hypervisor took; nil where one of them does not tell, and of none.
  package var stealShare: Double? {
    let stolen = processors.compactMap(\.stolenNanoseconds)
    return processors.isEmpty || stolen.count < processors.count ? nil : share(stolen.reduce(0, +))
  }

  /// Processor time of other processes as a share of what the processors had.
  var otherShare: Double? { otherCPUNanoseconds.map(share) }

  /// How often anything slowed a processor down or stopped it; nil where nothing tells.
  var throttlings: Int? {
    let told = processors.compactMap(\.throttlings) + [quotaThrottlings].compactMap(\.self)
    return told.isEmpty ? nil : told.reduce(0, +)
  }

  private func share(_ nanoseconds: Int) -> Double {
    Double(nanoseconds) / (Double(elapsedNanoseconds) * Double(max(1, processors.count)))
  }
}
