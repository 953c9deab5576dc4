package weir.app;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

/**
 * What a signal leads to. The JDK has no other way than {@code sun.misc.Signal}, of the module {@code jdk.unsupported};
 * by reflection, because the compiler's warning about it cannot be turned off. Each signal runs its action on a thread
 * of its own. Any thread.
 */
final class Signals {
    private static final Runnable NOTHING = () -> {};

    private Signals() {}

    /**
     * From here on the signal runs {@code action}.
     *
     * @param name without SIG
     * @return how to undo that; does nothing when the JVM has none to offer, or keeps that one for itself
     */
    static Runnable handle(String name, Runnable action) {
        try {
            final Class<?> handlers = Class.forName("sun.misc.SignalHandler");
            final Object handler = Proxy.newProxyInstance(
                    Signals.class.getClassLoader(), new Class<?>[] {handlers}, (proxy, method, arguments) -> {
                        if (method.getDeclaringClass() == handlers) {
                            action.run();
                            return null;
                        }
                        return ofObject(proxy, method, arguments);
                    });
            final Object before = replace(name, handlers, handler);
            return before == null ? NOTHING : () -> undo(name, handlers, before);
        } catch (ClassNotFoundException e) {
            return NOTHING; // a JVM without the module
        }
    }

    /** The handler that was there; null when that of the signal stays. */
    private static Object replace(String name, Class<?> handlers, Object handler) throws ClassNotFoundException {
        final Class<?> signals = Class.forName("sun.misc.Signal");
        try {
            return signals.getMethod("handle", signals, handlers)
                    .invoke(null, signals.getConstructor(String.class).newInstance(name), handler);
        } catch (InvocationTargetException e) {
            return null; // -Xrs, or a signal that is taken
        } catch (ReflectiveOperationException e) {
            throw new AssertionError("sun.misc.Signal is not what it was", e);
        }
    }

    private static void undo(String name, Class<?> handlers, Object before) {
        try {
            replace(name, handlers, before);
        } catch (ClassNotFoundException e) {
            throw new AssertionError("it was there before", e);
        }
    }

    /** The JDK puts handlers into a table. */
    private static Object ofObject(Object proxy, Method method, Object... arguments) {
        return switch (method.getName()) {
            case "hashCode" -> System.identityHashCode(proxy);
            case "equals" -> proxy == arguments[0];
            default -> "handler of a signal";
        };
    }
}
