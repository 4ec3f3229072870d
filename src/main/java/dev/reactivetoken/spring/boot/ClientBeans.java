package dev.reactivetoken.spring.boot;

import java.util.LinkedHashMap;
import java.util.Map;

/** The kinds of beans of a client; each is named by the client's name and a suffix. */
enum ClientBeans {
    SOURCE("TokenSource"),
    CALL("BearerCall"),
    FILTER("BearerFilter");

    private final String suffix;

    ClientBeans(String suffix) {
        this.suffix = suffix;
    }

    /** The name of this bean of that client. */
    String of(String client) {
        return client + suffix;
    }

    /** These beans by the name of their client; a bean without the suffix by its own name. */
    <T> Map<String, T> byClient(Map<String, T> beans) {
        Map<String, T> byClient = new LinkedHashMap<>();
        beans.forEach((name, bean) -> byClient.put(client(name), bean));
        return byClient;
    }

    private String client(String bean) {
        boolean suffixed = bean.endsWith(suffix) && bean.length() > suffix.length();
        return suffixed ? bean.substring(0, bean.length() - suffix.length()) : bean;
    }
}
