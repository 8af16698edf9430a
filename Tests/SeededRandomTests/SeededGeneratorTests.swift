import Testing

@testable import SeededRandom

@Suite struct SeededGeneratorTests {
  // The first outputs published with rand_xoshiro (src/xoshiro256starstar.rs), made by Vigna's C program.
  @Test func `the state 1, 2, 3, 4 gives the outputs of the reference program`() {
    var generator = SeededGenerator(seed: 0)
    generator.state = (1, 2, 3, 4)
    let expected: [UInt64] = [
      11520, 0, 1_509_978_240, 1_215_971_899_390_074_240, 1_216_172_134_540_287_360,
      607_988_272_756_665_600, 16_172_922_978_634_559_625, 8_476_171_486_693_032_832,
      10_595_114_339_597_558_777, 2_904_607_092_377_533_576,
    ]
    #expect(expected.indices.map { _ in generator.next() } == expected)
  }

  // The first outputs of splitmix64.c for the seed 1234567, as on Rosetta Code, "Pseudo-random numbers/Splitmix64".
  @Test func `SplitMix64 gives the outputs of the reference program`() {
    var counter: UInt64 = 1_234_567
    let expected: [UInt64] = [
      6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423,
      4_593_380_528_125_082_431, 16_408_922_859_458_223_821,
    ]
    #expect(expected.map { _ in SeededGenerator.splitMix(&counter) } == expected)
  }

  // nbdkit, common/include/test-random.c: xoshiro256** seeded by SplitMix64.
  @Test(
    arguments: [
      (0, [0x99ec_5f36_cb75_f2b4, 0xbf6e_1f78_4956_452a, 0x1a5f_849d_4933_e6e0, 0x6aa5_94f1_262d_2d2c]),
      (1, [0xb3f2_af6d_0fc7_10c5, 0x853b_5596_4736_4cea, 0x92f8_9756_082a_4514, 0x642e_1c7b_c266_a3a7]),
      (2, [0x1a28_690d_a8a8_d057, 0xb9bb_8042_daed_d58a, 0x2f18_29af_001e_f205, 0xbf73_3e63_d139_683d]),
      (.max, [0x8f55_20d5_2a7e_ad08, 0xc476_a018_caa1_802d, 0x81de_31c0_d260_469e, 0xbf65_8d7e_065f_3c2f]),
    ] as [(UInt64, [UInt64])])
  func `a seed gives published outputs`(seed: UInt64, expected: [UInt64]) {
    var generator = SeededGenerator(seed: seed)
    #expect(expected.map { _ in generator.next() } == expected)
  }

  // An independent Python program; its FNV-1a gives RFC 9923's values for "", "a" and "foobar".
  @Test(
    arguments: [
      ("", [0x4b75_4824_dc9b_9a86, 0xf390_9741_e47d_08e3]),
      ("order", [0xb8c5_5410_1e53_fd28, 0x864d_24d2_c1d1_b65a]),
      ("bootstrap", [0xd619_9bff_2b2d_5569, 0xad87_53d4_03f9_0e52]),
      ("é", [0x3e29_36fb_fbd3_2ad0, 0x60f5_d9b8_d3c8_2177]),
    ] as [(String, [UInt64])])
  func `a stream is the seed combined with the hash of its name`(stream: String, expected: [UInt64]) {
    var generator = SeededGenerator(seed: 42, stream: stream)
    #expect(expected.map { _ in generator.next() } == expected)
  }
}
