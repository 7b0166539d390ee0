# What Propshaft makes of each case that standard input (JSON) lists: the texts of its assets, with `<LOGICAL PATH>` for
# the public path of each asset, which of them keep their names, what is logged, and the manifest.
require "json"
require "pathname"
require "stringio"
require "tmpdir"
require "active_support/all"
require "action_controller"
require "propshaft"
require "propshaft/version"

COMPILERS = [
  ["text/css", Propshaft::Compiler::CssAssetUrls],
  ["text/css", Propshaft::Compiler::SourceMappingUrls],
  ["text/javascript", Propshaft::Compiler::JsAssetUrls],
  ["text/javascript", Propshaft::Compiler::SourceMappingUrls]
]

def report(asked, root)
  asked.fetch("files").each do |path, text|
    root.join(path).dirname.mkpath
    root.join(path).binwrite(text)
  end
  Propshaft.logger = Logger.new(log = StringIO.new, formatter: ->(_, _, _, message) { "#{message}\n" })
  output = root.join("public/assets")
  assembly = Propshaft::Assembly.new(ActiveSupport::OrderedOptions.new.merge(
    paths: asked.fetch("paths").map { |path| root.join(path) }, version: "1", prefix: "/assets", compilers: COMPILERS,
    output_path: output, manifest_path: output.join(".manifest.json"), integrity_hash_algorithm: "sha384"
  ))
  assets = assembly.load_path.assets
  texts = assets.to_h { |asset| [asset.logical_path.to_s, asset.compiled_content.dup.force_encoding("UTF-8")] }
  texts.each_value do |text|
    assets.each { |asset| text.gsub!("/assets/#{asset.digested_path}", "<#{asset.logical_path}>") }
  end
  kept = assets.select { |asset| asset.digested_path == asset.logical_path }.map { |asset| asset.logical_path.to_s }
  { texts: texts.sort.to_h, kept: kept.sort, logged: log.string.lines.map(&:chomp) }
end

answers = JSON.parse($stdin.read).map { |asked| Dir.mktmpdir { |folder| report(asked, Pathname.new(folder).realpath) } }
puts JSON.pretty_generate(version: Propshaft::VERSION, answers: answers)
