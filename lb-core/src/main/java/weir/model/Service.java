package weir.model;

/**
 * What clients get.
 *
 * @param mode what is spoken; without HTTP there are no routes
 * @param redirectStatus with {@link ListenerMode#REDIRECT} 302 or 307, with {@link ListenerMode#HTTPS_REDIRECT} 301 or
 *     308; {@link Listener} checks it, as it can say whose it is
 * @param httpsPort with {@link ListenerMode#HTTPS_REDIRECT}: where clients are sent
 */
public record Service(ListenerMode mode, int redirectStatus, int httpsPort) {
    public static final Service HTTP = new Service(ListenerMode.HTTP, Listener.REDIRECT_STATUS, Listener.HTTPS_PORT);

    public Service {
        Listener.HTTPS_PORT_RANGE.check(httpsPort);
    }
}
