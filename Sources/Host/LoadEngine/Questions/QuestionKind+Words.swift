/// The words of built-in questions.
extension QuestionKind {
  static let ranges = [
    "year": 1000...2023, "large": 100...9999, "big": 100...9999, "small": 2...50, "distance": 500...5000,
    "share": 10...90, "size": 10...1000, "port": 3000...9999,
  ]

  static let lists: [String: [String]] = [
    "topic": words(
      "bread, taxes, roads, plague, harbours, schools, guilds, bridges, coins, winters, songs, books, wells, borders, markets, dreams"
    ),
    "place": words(
      "Lisbon, Cordoba, Bruges, Lübeck, Novgorod, Kraków, Prague, Vienna, Venice, Ragusa, Thessaloniki, Constantinople, Tbilisi, Isfahan, Samarkand, Lahore, Delhi, Malacca, Hué, Kyoto, Seoul, Xi'an, Timbuktu, Kano, Aksum, Zanzibar, Cusco, Quito, Oaxaca, Havana, Bergen, Dublin"
    ),
    "city": words(
      "Accra, Aleppo, Algiers, Almaty, Amman, Ankara, Asunción, Athens, Baku, Bamako, Bangkok, Beirut, Belgrade, Bogotá, Brisbane, Bucharest, Cairo, Calgary, Caracas, Casablanca, Chennai, Colombo, Dakar, Damascus, Darwin, Denver, Dhaka, Durban, Fukuoka, Genoa, Guayaquil, Hanoi, Harare, Helsinki, Honolulu, Irkutsk, Jakarta, Kabul, Kampala, Kigali, Kyiv, La Paz, Lagos, Leipzig, Lima, Luanda, Lyon, Manila, Maputo, Minsk, Mombasa, Montevideo, Nairobi, Naples, Osaka, Oslo, Perth, Porto, Reykjavik, Riga, Tampere, Tunis, Ulaanbaatar, Vilnius"
    ),
    "country": words(
      "Albania, Angola, Argentina, Austria, Belize, Benin, Bhutan, Bolivia, Botswana, Brazil, Bulgaria, Cambodia, Canada, Chad, Chile, Croatia, Cuba, Cyprus, Denmark, Ecuador, Egypt, Estonia, Ethiopia, Fiji, Finland, Gabon, Georgia, Ghana, Greece, Guyana, Iceland, India, Ireland, Jamaica, Jordan, Kenya, Laos, Latvia, Malawi, Malta, Mexico, Morocco, Nepal, Norway, Oman, Peru, Samoa, Togo"
    ),
    "direction": words(
      "north, north-east, east, south-east, south, south-west, west, north-west"),
    "aspect": words(
      "river, dialect, mountain, railway, harbour, desert, forest, market, festival, lake, border, cheese, bridge, island, climate, road"
    ),
    "thing": words(
      "rain, bread, sleep, paper, gravity, salt, money, music, winter, glass, coffee, silence, iron, memory, wood, sunlight, wool, maps, mirrors, bees, clocks, rivers, names, shadows, stairs, letters, fire, ink, copper, fog, bicycles, windows, numbers, cotton, sugar, ice, wind, colours, doors, seeds, sand, keys, echoes, horses, lamps, tides, stones, questions"
    ),
    "property": words(
      "invisible, twice as heavy, free of charge, forbidden, blue, forgotten, magnetic, edible, weightless, warm, expensive, fragile, loud, transparent, slippery, alive, contagious, silent, round, flammable, sacred, bitter, slow, endless, random, sweet, cold, bright, rare, elastic, honest, awake"
    ),
    "span": words(
      "an hour, a night, a day, two days, a week, ten days, a month, a season, half a year, a year, two years, five years, a decade, a generation, a century, a minute, a morning, an afternoon, three weeks, four months, thirty years, a lifetime, a weekend, a winter"
    ),
    "structure": words(
      "hash table, binary heap, skip list, ring buffer, B-tree, trie, bloom filter, adjacency list, work queue, write-ahead log, LRU cache, suffix array, priority queue, bitmap, rope, segment tree, radix tree, event loop, thread pool, connection pool, rate limiter, load balancer, message broker, time series"
    ),
    "language": words(
      "Python, JavaScript, Ruby, Rust, Go, Java, Swift, C, Kotlin, Elixir, Haskell, OCaml, Zig, Julia, Scala, Perl"
    ),
    "limit": words(
      "one megabyte of memory, a single core, no locks, high contention, packet loss, clock skew, a full disk, slow readers, bursts of writes, a cold cache, strict ordering, backpressure, a hundred connections, frequent restarts, partial failure, tight deadlines, untrusted input, no network, two replicas, hot keys, garbage collection, large values, old clients, many tenants"
    ),
  ]

  private static func words(_ text: String) -> [String] { text.split(separator: ", ").map(String.init) }
}
