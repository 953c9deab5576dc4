package weir.config.section;

import java.util.List;
import weir.config.value.ContentFile;
import weir.config.value.Key;
import weir.config.value.Location;
import weir.config.value.Quantity;
import weir.config.value.SiteDirectory;
import weir.config.value.TemplateText;
import weir.config.value.Text;
import weir.config.value.Units;
import weir.model.FixedResponse;
import weir.model.MediaType;
import weir.model.Respond;
import weir.model.RouteAction;
import weir.model.Site;
import weir.model.SiteFile;
import weir.template.Moment;
import weir.template.Template;

/** {@code listeners.<name>.routes[].respond}; its short form is a status. */
final class RespondSection extends SectionType<RouteAction> {
    private static final Quantity STATUS = new Quantity(Units.COUNT, Respond.STATUS_RANGE);
    private static final String BODY_ACCEPTED = "text of at most " + Units.SIZE.show(Respond.TEXT_RANGE.max())
            + " in UTF-8, with its placeholders as long as they can be";

    private final Key<Long> status = count(Respond.STATUS_RANGE, Respond.STATUS);
    private final Key<String> body = optional("body", new Text("(?s).*", BODY_ACCEPTED));
    private final Key<ContentFile.Typed> file = optional(Respond.FILE_RANGE.key(), new ContentFile());
    private final Key<String> directory = optional("directory", new Text("(?s).+", "the path of a directory"));
    private final Key<String> index = optional("index", new Text(Site.NAME), Site.INDEX);
    private final Key<String> fallback = optional("fallback", new Text(Site.PATH));
    private final Key<Long> size = size(Site.SIZE_RANGE, Site.SIZE);
    private final Key<String> type = optional("type", new Text(FixedResponse.CONTENT_TYPE_FORM));

    @Override
    RouteAction build(Section section) {
        final int status = section.getInt(this.status);
        final String text = section.get(body);
        final ContentFile.Typed file = section.get(this.file);
        final String type = section.get(this.type);
        final String index = section.get(this.index);
        final String fallback = section.get(this.fallback);
        final long size = section.get(this.size);
        final String directory = section.get(this.directory);
        if (directory != null) {
            return site(section, index, fallback, size);
        }
        for (Key<?> key : List.of(this.index, this.fallback, this.size)) {
            if (section.has(key)) {
                return section.at(key).refuse(key.name() + " without directory", "it beside directory only");
            }
        }
        if (section.has(body) && section.has(this.file)) {
            return section.at(this.file).refuse("both body and file", "one of the two");
        }
        if (Respond.WITHOUT_BODY.contains(status) && (section.has(body) || section.has(this.file))) {
            return section.at(this.status).refuse(status + " with a body", "another status, or no body");
        }
        if (section.has(this.type) && !section.has(body) && !section.has(this.file)) {
            return section.at(this.type).refuse("type without a body", "it beside body or file");
        }
        if (text != null && !isFine(section.at(body), text) || !section.isFine()) {
            return null;
        }
        final String usual = file == null ? MediaType.TEXT : file.type();
        return new Respond(status, type == null ? usual : type, text, file == null ? null : file.content());
    }

    private RouteAction site(Section section, String index, String fallback, long size) {
        for (Key<?> key : List.of(status, body, file, type)) {
            if (section.has(key)) {
                return section.at(key).refuse(key.name() + " beside directory", "one of the two");
            }
        }
        final List<SiteFile> files = section.isFine() ? SiteDirectory.read(section.at(directory), size) : null;
        if (files == null) {
            return null;
        }
        return fallback != null && files.stream().noneMatch(each -> each.path().equals(fallback))
                ? section.at(this.fallback).refuse(Site.PATH.accepted())
                : new Site(files, index, fallback);
    }

    private static boolean isFine(Location location, String text) {
        final Template template = TemplateText.read(location, text, Moment.REQUEST);
        if (template != null && template.bytesMax() > Respond.TEXT_RANGE.max()) {
            location.refuse("one that may become " + template.bytesMax() + " bytes", BODY_ACCEPTED);
        }
        return template != null && template.bytesMax() <= Respond.TEXT_RANGE.max();
    }

    @Override
    RouteAction readText(Location location, String text) {
        final Long status = STATUS.read(location);
        return status == null ? null : Respond.of(status.intValue());
    }

    @Override
    public String accepted() {
        return "a status, or " + super.accepted();
    }
}
