# What the real Sprockets makes of assets: standard input (JSON) has `root`, load `paths` in it and the `names` of assets.
# Of languages that become scripts or style sheets the texts are left as they are: it is about members.
require "json"
require "sprockets"

AS_IT_IS = ->(input) { { data: input[:data] } }
ENGINES = { coffee: "application/javascript", eco: "application/javascript", ejs: "application/javascript",
            sass: "text/css", scss: "text/css" }

def report(environment, root, name)
  asset = environment.find_asset(name)
  return { error: "there is no such asset" } unless asset
  members = (asset.included || [asset.uri]).map { |uri| Sprockets::URIUtils.parse_asset_uri(uri).first.delete_prefix("#{root}/") }
  linked = environment.find_all_linked_assets(name).map(&:logical_path)
  { members: members, linked: linked.uniq.sort, source: asset.source.dup.force_encoding("UTF-8").scrub }
rescue SystemStackError
  { error: "a circle" }
rescue StandardError, NotImplementedError, LoadError => error
  { error: error.message.lines.first.chomp }
end

asked = JSON.parse($stdin.read)
environment = Sprockets::Environment.new(asked.fetch("root"))
ENGINES.each { |name, type| environment.register_engine(".#{name}", AS_IT_IS, mime_type: type, silence_deprecation: true) }
asked.fetch("paths").each { |path| environment.append_path(File.join(asked.fetch("root"), path)) }
puts JSON.generate(asked.fetch("names").to_h { |name| [name, report(environment.cached, asked.fetch("root"), name)] })
