package weir.config.section;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;
import weir.config.value.BindAddress;
import weir.config.value.Key;
import weir.config.value.ListOf;
import weir.config.value.Location;
import weir.config.value.Quoted;
import weir.config.value.Text;
import weir.config.value.TokenFile;
import weir.config.value.TokenText;
import weir.model.Admin;
import weir.model.Token;

/** {@code admin}; its short form is the address alone. */
final class AdminSection extends SectionType<Admin> {
    private static final InetSocketAddress BIND = new InetSocketAddress(InetAddress.getLoopbackAddress(), 9900);
    private static final Text HOST_NAME =
            new Text("(?=.{1,253}$)[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*", "a host name without port");

    private final Key<InetSocketAddress> bind = optional("bind", new BindAddress(), BIND);
    private final Key<Token> token = optional("token", new TokenText());
    private final Key<Token> tokenFile = optional("token-file", new TokenFile());
    private final Key<List<String>> hosts =
            optional(Admin.HOSTS_RANGE.key(), new ListOf<>(HOST_NAME, Admin.HOSTS_RANGE), List.of());

    @Override
    Admin build(Section section) {
        final InetSocketAddress bind = section.get(this.bind);
        final Token written = section.get(token);
        final Token filed = section.get(tokenFile);
        final List<String> hosts = section.get(this.hosts).stream()
                .map(host -> host.toLowerCase(Locale.ROOT))
                .toList();
        if (section.has(token) && section.has(tokenFile)) {
            section.at(tokenFile).refuse("both token and token-file", "one of the two");
        }
        if (section.isBad(this.bind)) {
            return null;
        }
        final boolean hasToken = section.has(token) || section.has(tokenFile);
        return admin(section.at(this.bind), bind, written == null ? filed : written, hasToken, hosts);
    }

    @Override
    Admin readText(Location location, String text) {
        final InetSocketAddress bind = new BindAddress().read(location);
        return bind == null ? null : admin(location, bind, null, false, List.of());
    }

    @Override
    public String accepted() {
        return "an address to bind or " + super.accepted();
    }

    private static Admin admin(
            Location location, InetSocketAddress bind, Token token, boolean hasToken, List<String> hosts) {
        final boolean isLocal = bind.getAddress().isLoopbackAddress();
        if (!isLocal && !hasToken) {
            location.refuse(
                    Quoted.text(location.text()) + " without a token",
                    "an address of this machine only, such as 127.0.0.1:9900, or a token or token-file beside it");
        }
        final String other = location.context().binds().take(bind, location.path());
        if (other != null) {
            location.refuse(
                    new BindAddress().show(bind) + ", which " + other + " has already", "an address of its own");
        }
        return isLocal || token != null ? new Admin(bind, token, hosts) : null;
    }
}
