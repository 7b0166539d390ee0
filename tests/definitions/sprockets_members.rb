# What Sprockets makes of each tree that standard input (JSON) lists: the members of the target in order and all that it
# links, or why it makes nothing. Texts in languages that become scripts or style sheets are left as they are, but for a
# mark before them, so that no comment is at their head when the language is done with.
require "json"
require "sprockets"

MARK = "\u0001"
AS_IT_IS = ->(input) { { data: MARK + input[:data] } }

def report(tree)
  root = tree.fetch("root")
  environment = Sprockets::Environment.new(root)
  leave_languages(environment)
  tree.fetch("paths").each { |path| environment.append_path(File.join(root, path)) }
  environment = environment.cached
  asset = environment.find_asset(tree.fetch("target"))
  return { "error" => "there is no such asset" } unless asset
  linked = environment.find_all_linked_assets(tree.fetch("target")).map(&:logical_path)
  included = asset.metadata[:included] || [asset.uri]
  members = included.map { |uri| Sprockets::URIUtils.parse_asset_uri(uri).first.delete_prefix("#{root}/") }
  { "members" => members, "linked" => linked.uniq.sort, "source" => asset.source.dup.force_encoding("UTF-8").delete(MARK) }
rescue SystemStackError
  { "error" => "a circle" }
rescue StandardError, NotImplementedError, LoadError => error
  { "error" => error.message.lines.first.chomp }
end

def leave_languages(environment)
  if Sprockets::VERSION.start_with?("3.")
    { coffee: "application/javascript", eco: "application/javascript", ejs: "application/javascript",
      jst: "application/javascript", sass: "text/css", scss: "text/css" }.each do |name, type|
      environment.register_engine(".#{name}", AS_IT_IS, mime_type: type, silence_deprecation: true)
    end
  else
    { "text/coffeescript" => "application/javascript", "application/ecmascript-6" => "application/javascript",
      "text/eco" => "application/javascript+function", "text/ejs" => "application/javascript+function",
      "application/javascript+function" => "application/javascript",
      "text/sass" => "text/css", "text/scss" => "text/css" }.each do |from, to|
      environment.register_transformer(from, to, AS_IT_IS)
    end
  end
end

puts JSON.generate({ version: Sprockets::VERSION, trees: JSON.parse($stdin.read).map { |tree| report(tree) } })
