import Testing

@testable import Platform

@Test func `a schedstat's second number is the time waited`() {
  #expect(SchedulerWaits.waits(in: "123 456 7") == 456)
  #expect(SchedulerWaits.waits(in: "") == nil && SchedulerWaits.waits(in: "1 2") == nil)
}
