package weir.app;

import picocli.CommandLine.IVersionProvider;

/** The version that the build wrote into the jar's manifest. */
final class ManifestVersion implements IVersionProvider {
    @Override
    public String[] getVersion() {
        return new String[] {"weir " + version() + " (Java " + Runtime.version() + ")"};
    }

    static String version() {
        final String written = Main.class.getPackage().getImplementationVersion();
        return written == null ? "not from a jar" : written; // classes run from a build folder
    }
}
