package dev.reactivetoken.provider;

/** Where an account lives. An account of one region is unknown in the other. */
public enum Region {
    /** United States. */
    US,
    /** United Kingdom. */
    UK
}
