import Evidence
import Foundation
import TestSupport
import Testing

private let digestOfVersion1 = "73bbebb0f42dde38b67778a2d9f01a6381f8d4d349af1ad5badb84581c2c22ef"

@Test func `version 1 of the protocol is frozen`() throws {
  let file = Project.folder.appending(path: "Sources/AdapterProtocol/Specification/v1/schema.json")
  let digest = SHA256.hex(of: try Data(contentsOf: file))
  #expect(
    digest == digestOfVersion1,
    "schema.json has changed, and adapters outside this repository are held to version 1: put it back, and describe what is new in a folder v2 beside it with a version that adapters can pick (rule I1)"
  )
}
