package weir.model;

/**
 * How a backend is chosen.
 *
 * @param balance among all that may be chosen
 * @param sticky how clients are led to the same backend again; null = they are not
 */
public record Selection(Balance balance, Sticky sticky) {}
