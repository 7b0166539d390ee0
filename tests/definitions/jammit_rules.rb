# What a Jammit configuration means, by Ruby's own YAML, ERB, Dir and Base64: `ruby jammit_rules.rb FILE ENVIRONMENT`.
# Prints, for each package, its members in order, the files that its style sheets embed, and the names of its templates.
require "base64"
require "erb"
require "json"
require "pathname"
require "yaml"

TYPES = %w[.png .jpg .jpeg .gif .tif .tiff .ttf .otf .woff]
FONTS = %w[.ttf .otf .woff]

def load_settings(file, environment)
  settings = YAML.safe_load(ERB.new(File.read(file)).result, aliases: true)
  settings.merge(settings.fetch(environment, nil) || {})
end

def files_of(globs)
  [globs].flatten.compact.uniq.flat_map { |glob| Dir[glob].sort }.uniq
end

def embedded(sheet, public_root)
  File.read(sheet).scan(/url\(['"]?([^\s)'"]+?)(?:\?\d+)?['"]?\)/).flatten.filter_map do |url|
    next if url.match?(/\A[a-z]+:/)
    path = url.start_with?("/") ? Pathname.new(public_root + url) : Pathname.new(sheet).dirname + url
    path = path.cleanpath
    next unless path.exist? && path.to_s.include?("/embed/") && TYPES.include?(path.extname)
    data = Base64.strict_encode64(path.binread)
    data if FONTS.include?(path.extname) || data.length < 32_700
  end
end

def names_of(templates, ending)
  return templates.map { |path| File.basename(path, ending) } if templates.length < 2
  first, last = templates.minmax.map { |path| path.split("/") }
  shared = first.zip(last).take_while { |one, other| one == other }.length
  templates.sort.map { |path| path.split("/").drop(shared).join("/").delete_suffix(ending) }
end

settings = load_settings(*ARGV)
ending = "." + (settings["template_extension"] || "jst").to_s.delete_prefix(".")
embeds = settings["embed_assets"] || settings["embed_images"]
public_root = settings["public_root"] || "public"
found = {}
(settings["javascripts"] || {}).each do |name, globs|
  templates, scripts = files_of(globs).partition { |path| path.end_with?(ending) }
  found["#{name}.js"] = { members: scripts + templates.sort, embedded: [], names: names_of(templates, ending) }
end
(settings["stylesheets"] || {}).each do |name, globs|
  sheets = files_of(globs)
  urls = embeds ? sheets.flat_map { |sheet| embedded(sheet, public_root) } : []
  found["#{name}.css"] = { members: sheets, embedded: urls, names: [] }
end
puts JSON.generate(found.reject { |_, package| package[:members].empty? })
