package dev.reactivetoken.cli;

/** Signs that make a report nicer to read where the terminal can show them. */
record Marks(String kept, String broken, String act, String rule) {

    static final Marks UNICODE = new Marks("\u2713", "\u2717", "\u25B8", "\u2500");
    static final Marks ASCII = new Marks("yes", "NO", ">", "-");

    static Marks ofThisTerminal() {
        return Terminal.isUnicode() ? UNICODE : ASCII;
    }

    String of(boolean good) {
        return good ? kept : broken;
    }
}
