import Testing

@testable import AdapterCheck

@Suite struct AppSizeTests {
  private func app(_ processes: Int, _ threads: Int, _ words: Set<Substring> = []) -> AppSize {
    AppSize(processes: processes, threads: threads, words: words)
  }

  @Test func `a second worker is a process or a thread more`() {
    #expect(app(2, 2).isLarger(than: app(1, 2)) && app(1, 5).isLarger(than: app(1, 4)))
    #expect(!app(1, 4).isLarger(than: app(1, 4)) && !app(1, 3).isLarger(than: app(1, 4)))
  }

  @Test(arguments: [("WORKERS=2", "WORKERS=1"), ("2", "1")])
  func `an app whose threads come with its work is larger when it was told so`(two: Substring, one: Substring)
  {
    #expect(app(1, 4, ["serve", two]).isLarger(than: app(1, 4, ["serve", one])))
    #expect(!app(1, 4, ["serve", one]).isLarger(than: app(1, 4, ["serve", one])))
    #expect(!app(1, 4, ["serve", two]).isLarger(than: app(1, 4, ["serve", two])))
  }

  @Test func `other words that change tell of no worker`() {
    #expect(!app(1, 4, ["PORT=40002"]).isLarger(than: app(1, 4, ["PORT=40001"])))
    #expect(!app(1, 4, ["/tmp/app-2"]).isLarger(than: app(1, 4, ["/tmp/app-1"])))
    #expect(!app(1, 4, ["WORKERS=2"]).isLarger(than: app(1, 4, ["CONNECTIONS=1"])))
  }
}
