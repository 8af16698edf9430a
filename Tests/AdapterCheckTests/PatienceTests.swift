import Glibc
import Testing

@testable import AdapterCheck

@Test func `patience counts no pause in which we did not run either`() {
  let begin = ContinuousClock.now
  var patience = Patience(.milliseconds(1000))
  usleep(200_000)
  let isLeft = patience.isLeft()
  #expect(isLeft)
  #expect(patience.elapsed <= .milliseconds(50) && ContinuousClock.now - begin >= .milliseconds(200))
}
