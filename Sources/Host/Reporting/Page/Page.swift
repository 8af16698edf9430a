import Analysis
import Record

/// The run as a page that needs nothing else: no other file, no network, and no script to be read.
struct Page {
  private let model: PageModel

  init(_ comparison: Comparison, of record: RunRecord) { model = PageModel(comparison, of: record) }

  /// What follows the verdict; a new section is a file in `Sections` and a line here.
  private static let sections: [@Sendable (PageModel) -> PageSection?] = [
    RatioPart.section, MatrixPart.section, LatencyPart.section, CostPart.section, BlocksPart.section,
    OverheadPart.validation, OverheadPart.openConnections, RuntimePart.section, StartupPart.section,
    GatesPart.section, MethodPart.section,
  ]

  /// The whole page.
  func html() throws -> HTML {
    let sections = Self.sections.compactMap { $0(model) }
    let headline = Headline(model)
    return """
      <!doctype html>
      <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
      <title>\(headline.sentence)</title><meta name="description" content="\(headline.basis)">
      <meta name="generator" content="harness \(model.record.run.harnessVersion)">
      <script>document.documentElement.className="scripted"</script>
      <style>\(asset(PackageResources.page_css))\(colours)</style></head>
      <body id="top"\(model.isDense ? " class=\"dense\"" : "")><a class="skip" href="#verdict">Skip to the verdict</a>
      \(bar(sections))<svg class="hidden" aria-hidden="true"><defs>\(Drawing.shapes)</defs></svg>
      <main>\(VerdictPart(model).html)
      \(sections.enumerated().map(section))</main><footer>\(footer)</footer>
      <div id="tip" aria-hidden="true"></div><div id="live" class="hidden" aria-live="polite"></div>
      <dialog id="cell" aria-labelledby="cell-title"></dialog>\(filter)
      <script type="application/json" id="data">\(try PageData(model).json())</script>
      <script>\(asset(PackageResources.charts_js))\n\(asset(PackageResources.controls_js))</script></body></html>

      """
  }

  /// A file of `Assets`.
  private func asset(_ bytes: [UInt8]) -> HTML { .verbatim(String(decoding: bytes, as: UTF8.self)) }

  private func section(_ index: Int, _ section: PageSection) -> HTML {
    """
    <section id="\(section.id)" aria-labelledby="h-\(section.id)"><p class="kick">\(index + 1) · \(section.name)</p>\
    <h2 id="h-\(section.id)">\(section.finding.unbroken)</h2><p class="reading">\(section.reading)</p>\(section.body)</section>

    """
  }

  /// Everybody's colours, on light paper and on dark.
  private var colours: HTML {
    model.plan.participants.map { participant -> HTML in
      let look = model.looks[participant.id]
      return
        ".\(look.name){--c:light-dark(\(look.colours.light.hex),\(look.colours.dark.hex))}"
    }.joined()
  }

  private func bar(_ sections: [PageSection]) -> HTML {
    let links = ([("verdict", "Verdict")] + sections.map { ($0.id, $0.name) }).map { id, name -> HTML in
      "<a href=\"#\(id)\">\(name)</a>"
    }
    let measures = model.questions.enumerated().map { index, question -> HTML in
      "<option value=\"\(index)\">\(model.title(question))</option>"
    }
    let references = model.participants.enumerated().map { index, participant -> HTML in
      "<option value=\"\(index)\"\(participant == model.reference ? " selected" : "")>\(participant)</option>"
    }
    let themes = [("auto", "◐", "as the system has it"), ("light", "☀", "light"), ("dark", "☾", "dark")].map {
      id, mark, words -> HTML in
      """
      <input type="radio" name="theme" id="theme-\(id)"\(id == "auto" ? " checked" : "")>\
      <label for="theme-\(id)" title="\(words)">\(mark)<span class="hidden">\(words)</span></label>
      """
    }
    return """
      <header class="bar"><div><a class="brand" href="#top">harness</a><nav aria-label="Sections">\(links)</nav><div class="tools">\
      <select id="measure" class="script" aria-label="Measure">\(measures)</select><label class="script"><span class="words">relative to </span>\
      <select id="reference" aria-label="Reference">\(references)</select></label>\
      <button class="button script" popovertarget="filter">Filter</button>\
      <fieldset class="theme" aria-label="Colours">\(themes)</fieldset></div></div></header>
      """
  }

  private var filter: HTML {
    let categories = model.categories.enumerated().map { index, name -> HTML in
      "<label><input type=\"checkbox\" data-hides=\"c\(index)\" checked> \(name)</label>"
    }
    let languages = Dictionary(grouping: model.plan.compared, by: \.language)
    let participants = model.plan.compared.map(\.language).unique.map { language -> HTML in
      let own = (languages[language] ?? []).map { participant -> HTML in
        "<label><input type=\"checkbox\" data-hides=\"\(model.looks[participant.id].name)\" checked> \(model.name(participant.id))</label>"
      }
      return "<fieldset><legend>\(language)</legend>\(own)</fieldset>"
    }
    return """
      <div id="filter" popover class="script"><label>Find <input type="search" id="find" placeholder="a condition or a participant"></label>\
      <fieldset><legend>Categories</legend>\(categories)</fieldset>\(participants)\
      <p class="note">A filter hides rows and columns. Geometric means and wins stay those of the whole run.</p>\
      <button class="button" id="show-all">Show all</button></div>
      """
  }

  private var footer: HTML {
    let run = model.record.run
    let key = run.environment.machineKey.map { " · machine \($0)" } ?? ""
    return """
      harness \(run.harnessVersion) · run \(run.id)\(key) · A cell's address is <code>#cell=participant/condition</code>. \
      This page needs no network, and no script to be read.
      """
  }
}
