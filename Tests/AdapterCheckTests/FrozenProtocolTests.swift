import Evidence
import Foundation
import TestSupport
import Testing

private let digestOfVersion1 = "12cf73906bd7a1e58b97142a7b6d5c6cb88973570c73b3a1610a69fc5559854c"

@Test func `version 1 of the protocol is frozen`() throws {
  let file = Project.folder.appending(path: "Sources/AdapterProtocol/Specification/v1/schema.json")
  let digest = SHA256.hex(of: try Data(contentsOf: file))
  #expect(
    digest == digestOfVersion1,
    "schema.json has changed, and adapters outside this repository are held to version 1: put it back, and describe what is new in a folder v2 beside it with a version that adapters can pick (rule I1)"
  )
}
